export {
  downloadFile,
  FileCard,
  FileIcon,
  FileName,
  fileFamily,
  Picture,
  pictureBox,
  UploadRows,
} from "./FileCard";
export { ImageViewer, type ImageViewerProps } from "./ImageViewer";
export { type UploadItem, useUploadList } from "./uploads";
