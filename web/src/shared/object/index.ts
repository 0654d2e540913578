export { ObjectCard } from "./ObjectCard";
