import { api, call } from "@/api/client";
import { asApiError } from "@/api/error";
import { go } from "@/lib/nav";
import { toast } from "@/ui";

/** Opens the direct chat with a person, making it if need be. */
export async function openChatWith(userId: string): Promise<void> {
  try {
    const body = { kind: "direct" as const, members: [userId] };
    const chat = await call(api.POST("/api/v1/chat/chats", { body }));
    go(`/chat/${chat.id}`);
  } catch (error) {
    toast.failure(asApiError(error));
  }
}
