export { PictureField, type PictureFieldProps, type PictureTexts } from "./PictureField";
