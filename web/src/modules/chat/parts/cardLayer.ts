import { create } from "zustand";

interface CardLayer {
  id: string | null;
  anchor: Element | null;
}

/** The one person card of the chat room: hundreds of faces and names share it. */
export const useCardLayer = create<CardLayer>(() => ({ id: null, anchor: null }));

/** Opens the card of a person at an element; of everyone there is none. */
export function openCard(id: string, anchor: Element) {
  if (id !== "all") useCardLayer.setState({ id, anchor });
}

export const closeCard = () => useCardLayer.setState({ id: null });
