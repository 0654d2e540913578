/** The design system. Modules import from here and from nowhere deeper; only this folder knows react-aria-components. */
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
export * from "./IconButton";
export * from "./Layout";
export * from "./List";
export { late, warmLayers } from "./late";
export * from "./Menu";
export * from "./MenuAt";
export { Popover, type PopoverProps, Sheet } from "./Popover";
export type { SheetProps } from "./PopoverBody";
export { InterfaceProvider } from "./Provider";
export * from "./SegmentedControl";
export * from "./Select";
export * from "./State";
export * from "./Table";
export * from "./Tabs";
export { ToastHost } from "./ToastHost";
export * from "./Tooltip";
export * from "./Tree";
export { type ToastSpec, toast } from "./toast";
