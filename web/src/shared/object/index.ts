export { FileCard } from "./FileCard";
export { ObjectCard } from "./ObjectCard";
export { useObject } from "./queries";
