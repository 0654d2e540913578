import type { ReactNode } from "react";
import { create } from "zustand";

export interface Question {
  title: string;
  text?: ReactNode;
  /** What happens, as a verb: 移除, 解散群聊. */
  action: string;
  cancel?: string;
  isDanger?: boolean;
}

export interface Asked extends Question {
  answer: (yes: boolean) => void;
}

export const useAsked = create<{ asked: Asked | null; isOpen: boolean }>(() => ({
  asked: null,
  isOpen: false,
}));

/** Asks before something that cannot be undone; resolves to whether the person agreed. */
export function confirm(question: Question): Promise<boolean> {
  return new Promise((answer) => {
    useAsked.getState().asked?.answer(false);
    useAsked.setState({ asked: { ...question, answer }, isOpen: true });
  });
}
