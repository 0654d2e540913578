import { create } from "zustand";
import { onForget } from "@/api/query";
import { phoneQuery } from "./media";
import { go } from "./nav";

/** The layers of the shell, which modules may open too, as from a search button in a phone's header. */
interface Overlays {
  palette: boolean;
  keyboardMap: boolean;
  notices: boolean;
}

export const useOverlays = create<Overlays>(() => ({ palette: false, keyboardMap: false, notices: false }));
onForget(() => useOverlays.setState(useOverlays.getInitialState(), true));

export const openPalette = () => useOverlays.setState({ palette: true });
export const openKeyboardMap = () => useOverlays.setState({ keyboardMap: true });

/** The list beside the rail; on a phone it is a page. */
export function openNotices() {
  if (window.matchMedia(phoneQuery).matches) void go("/notifications");
  else useOverlays.setState({ notices: true });
}
