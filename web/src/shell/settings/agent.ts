import { currentLocale, type Text } from "@/i18n";

const systems: readonly [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/, "HarmonyOS"],
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/Linux/, "Linux"],
];
const browsers: readonly [RegExp, string | Text][] = [
  [/MicroMessenger/, { "zh-CN": "微信", en: "WeChat" }],
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\//, "Opera"],
  [/QQBrowser/, { "zh-CN": "QQ 浏览器", en: "QQ Browser" }],
  [/Firefox\/|FxiOS/, "Firefox"],
  [/Chrome\/|CriOS/, "Chrome"],
  [/Safari\//, "Safari"],
];

/** What a person calls the device behind a User-Agent: Chrome · Windows. */
export function agentName(agent: string | null | undefined): { name: string; isPhone: boolean } | undefined {
  if (!agent) return undefined;
  const find = (list: readonly [RegExp, string | Text][]) => {
    const name = list.find(([pattern]) => pattern.test(agent))?.[1];
    return typeof name === "object" ? name[currentLocale()] : name;
  };
  const parts = [find(browsers), find(systems)].filter((part) => part !== undefined);
  return {
    name: parts.length > 0 ? parts.join(" · ") : agent.slice(0, 60),
    isPhone: /iPhone|Android|HarmonyOS|OpenHarmony|Mobile/.test(agent),
  };
}
