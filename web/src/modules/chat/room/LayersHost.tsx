import { SmilePlus } from "lucide-react";
import { useRef } from "react";
import type { ImageViewerProps } from "@/shared/file/ImageViewer";
import { MenuAt, Popover, Pressable } from "@/ui";
import { EmojiPicker } from "../composer/EmojiPicker";
import { frequentEmoji, rememberEmoji } from "../composer/frequent";
import { react, toggleReaction } from "../engine/acts";
import { useMyId } from "../engine/store";
import { useT } from "../i18n";
import { late } from "../parts/lazy";
import { openPicker, openPictures, rightsOn, useLayers } from "./actions";
import { MenuItems } from "./MenuItems";
import type { RoomView } from "./Message";
import styles from "./Toolbar.module.css";

const Readers = late(() => import("./Readers"));
const History = late(() => import("./History"));
const Reactors = late(() => import("./Reactors"));
const ImageViewer = late<ImageViewerProps>(() =>
  import("@/shared/file/ImageViewer").then((module) => ({ default: module.ImageViewer })),
);

/** Emoji in the sheet of a long press. */
const inSheet = 6;

/** Menus and dialogs of messages: one of each, whatever the number of rows. */
export default function LayersHost({ view }: { view: RoomView }) {
  const t = useT();
  const me = useMyId();
  const { menu, picker, readers, history, reactors, pictures } = useLayers();
  const anchor = useRef<HTMLSpanElement>(null);
  const close = () => useLayers.setState({ menu: null });
  const closeDialog = () =>
    useLayers.setState({ readers: null, history: null, reactors: null, pictures: null });
  const dialog = { onClose: closeDialog, onLost: closeDialog };
  const canReact = menu !== null && rightsOn(menu.message, view.chat, me).react;
  return (
    <>
      <MenuAt
        label={t.act.label}
        at={menu?.at ?? null}
        onClose={close}
        header={
          view.isPhone &&
          menu &&
          canReact && (
            <div className={styles.sheetRow}>
              {frequentEmoji()
                .slice(0, inSheet)
                .map((emoji) => (
                  <Pressable
                    key={emoji}
                    className={styles.quick ?? ""}
                    aria-label={emoji}
                    onPress={() => {
                      close();
                      void toggleReaction(menu.message, emoji);
                    }}
                  >
                    {emoji}
                  </Pressable>
                ))}
              <Pressable
                className={styles.quick ?? ""}
                aria-label={t.act.react}
                onPress={({ target }) => openPicker(menu.message, target)}
              >
                <SmilePlus size={20} />
              </Pressable>
            </div>
          )
        }
      >
        {menu && <MenuItems message={menu.message} view={view} />}
      </MenuAt>
      <span
        ref={anchor}
        className={styles.anchor}
        style={
          picker
            ? { left: picker.at.left, top: picker.at.top, width: picker.at.width, height: picker.at.height }
            : undefined
        }
        aria-hidden="true"
      />
      <Popover
        isOpen={picker !== null}
        onOpenChange={(isOpen) => {
          if (!isOpen) useLayers.setState({ picker: null, isHeld: false, hot: null });
        }}
        triggerRef={anchor}
        placement="top"
        label={t.emoji.label}
      >
        {({ close: shut }) =>
          picker && (
            <EmojiPicker
              onPick={(emoji) => {
                shut();
                rememberEmoji(emoji);
                void react(picker.message, emoji, true);
              }}
            />
          )
        }
      </Popover>
      {readers && <Readers message={readers} {...dialog} />}
      {reactors && <Reactors {...reactors} {...dialog} />}
      {history && <History message={history} {...dialog} />}
      {pictures && (
        <ImageViewer
          {...pictures}
          onIndex={(index) => (index === null ? closeDialog() : openPictures(pictures.files, index))}
          onLost={closeDialog}
        />
      )}
    </>
  );
}
