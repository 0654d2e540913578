export { downloadFile, FileIcon, FileName, fileFamily, pictureBox, UploadRows } from "./FileParts";
export { ImageViewer, type ImageViewerProps } from "./ImageViewer";
export { type UploadItem, UploadList } from "./uploads";
