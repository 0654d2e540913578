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

/** Opens it beside a message of the conversation, if that is drawn. */
export function openCardAt(id: string, seq: number) {
  const row = document.querySelector(`[data-seq="${seq}"]`);
  if (row) openCard(id, row);
}

export const closeCard = () => useCardLayer.setState({ id: null });

/** The card could not be drawn: the next press asks for it again. */
export const loseCard = () => useCardLayer.setState({ id: null, anchor: null });
