const systems: readonly [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/, "HarmonyOS"],
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/Linux/, "Linux"],
];
const browsers: readonly [RegExp, string][] = [
  [/MicroMessenger/, "微信"],
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\//, "Opera"],
  [/QQBrowser/, "QQ 浏览器"],
  [/Firefox\/|FxiOS/, "Firefox"],
  [/Chrome\/|CriOS/, "Chrome"],
  [/Safari\//, "Safari"],
];

/** What a person calls the device behind a User-Agent: Chrome · Windows. */
export function agentName(agent: string | null | undefined): { name: string; isPhone: boolean } | undefined {
  if (!agent) return undefined;
  const find = (list: readonly [RegExp, string][]) => list.find(([pattern]) => pattern.test(agent))?.[1];
  const parts = [find(browsers), find(systems)].filter((part) => part !== undefined);
  return {
    name: parts.length > 0 ? parts.join(" · ") : agent.slice(0, 60),
    isPhone: /iPhone|Android|HarmonyOS|OpenHarmony|Mobile/.test(agent),
  };
}
