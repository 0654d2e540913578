/** The design system. Modules import from here and from nowhere deeper; only this folder knows react-aria-components. */
export * from "./Alert";
export * from "./Avatar";
export * from "./Badge";
export * from "./Button";
export * from "./Choice";
export { ConfirmHost } from "./ConfirmHost";
export { confirm, type Question } from "./confirm";
export * from "./Dialog";
export * from "./DropZone";
export {
  Form,
  SearchField,
  type SearchFieldProps,
  TextArea,
  type TextAreaProps,
  TextField,
  type TextFieldProps,
} from "./Field";
export { type Point, useMenuGesture } from "./gesture";
export * from "./IconBox";
export * from "./IconButton";
export * from "./Layout";
export * from "./List";
export { late, warmLayers } from "./late";
export * from "./Menu";
export * from "./MenuAt";
export { Popover, type PopoverProps, Sheet } from "./Popover";
export type { SheetProps } from "./PopoverBody";
export { InterfaceProvider } from "./Provider";
export * from "./Secret";
export * from "./SegmentedControl";
export * from "./Select";
export * from "./State";
export * from "./Stats";
export * from "./Table";
export * from "./Tabs";
export { ToastHost } from "./ToastHost";
export * from "./Tooltip";
export * from "./Tree";
export { failureText, type ToastSpec, toast } from "./toast";
export { useUnsaved } from "./unsaved";
