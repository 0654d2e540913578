import "./styles/tokens.css";
import "./styles/base.css";
import { createRoot } from "react-dom/client";
import { settleWords } from "@/i18n";
import { setModules } from "@/lib/module";
import { followTheme } from "@/lib/prefs";
import { App } from "./App";
import { manifests } from "./modules";

const host = document.getElementById("root");
if (!host) throw new Error("index.html has no #root");

setModules(manifests);
followTheme();
await settleWords();
createRoot(host).render(<App />);
