import { type AnyRouter, useParams, useRouter, useRouterState } from "@tanstack/react-router";

export { Outlet } from "@tanstack/react-router";

let bound: AnyRouter | undefined;

/** Called once at start, so that code outside components can navigate. */
export function bindRouter(router: AnyRouter) {
  bound = router;
}

/** Goes to a place inside the client, such as `/chat/123?seq=5`. */
export async function go(href: string, options: { replace?: boolean } = {}): Promise<void> {
  await bound?.navigate({ href, replace: options.replace ?? false });
}

/** One step back if the client has been somewhere before; otherwise to `fallback`, as after opening a link. */
export function goBack(fallback: string) {
  if (bound?.history.canGoBack()) bound.history.back();
  else void go(fallback, { replace: true });
}

/** Path of the current place, without search. */
export function usePath(): string {
  return useRouterState({ select: (state) => state.location.pathname });
}

/** A parameter of the current route, such as `chatId` of `/chat/$chatId`; undefined when the route has none. */
export function useParam(name: string): string | undefined {
  const params = useParams({ strict: false }) as Record<string, string | undefined>;
  return params[name];
}

/** What stands after `?`. Every value is a string: ids are longer than a number can hold. */
export function useSearch(): Readonly<Record<string, string | undefined>> {
  return useRouterState({ select: (state) => state.location.search as Record<string, string | undefined> });
}

/** Changes parts of what stands after `?`; undefined removes a part. Replaces the entry in the history. */
export function useSetSearch(): (changes: Readonly<Record<string, string | undefined>>) => void {
  const router = useRouter();
  return (changes) => {
    const { pathname, search } = router.state.location;
    const merged = { ...(search as Record<string, string>), ...changes };
    void go(`${pathname}${stringifySearch(merged)}`, { replace: true });
  };
}

export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const pairs = Object.entries(search).filter(([, value]) => value !== undefined && value !== "");
  const text = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
  return text === "" ? "" : `?${text}`;
}
