import { vi } from "vitest";
import { chat } from "../model/fixtures";
import type { RoomView } from "./Message";

/** What stands around the rows of a room in a test. */
export const roomView = (): RoomView => ({
  chat: chat("c1"),
  isPhone: false,
  onJump: vi.fn(),
  onReply: vi.fn(),
  onEdit: vi.fn(),
  onRewrite: vi.fn(),
  onAnnouncement: vi.fn(),
  onUnfold: vi.fn(),
});
