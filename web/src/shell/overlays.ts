import { create } from "zustand";

/** The layers of the shell that anything may open. */
interface Overlays {
  palette: boolean;
  keyboardMap: boolean;
  notices: boolean;
}

export const useOverlays = create<Overlays>(() => ({ palette: false, keyboardMap: false, notices: false }));

export const openPalette = () => useOverlays.setState({ palette: true });
export const openKeyboardMap = () => useOverlays.setState({ keyboardMap: true });
export const openNotices = () => useOverlays.setState({ notices: true });
