import {
  type AnyRoute,
  type AsyncRouteComponent,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import type { ComponentType } from "react";
import { onSignedOut } from "@/api/client";
import { ApiError } from "@/api/error";
import { meKey, meQuery } from "@/api/people";
import { queries } from "@/api/query";
import type { Me } from "@/api/types";
import { type Text, withWords } from "@/i18n";
import { hasModule, type ModuleRoute, modules } from "@/lib/module";
import { bindRouter, parseSearch, stringifySearch } from "@/lib/nav";
import { manifests } from "./modules";
import { NotFound, PageError, Root } from "./shell/Root";
import { leave } from "./shell/session";

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    isDetail?: boolean;
    title?: Text;
  }
}

type Load = () => Promise<{ default: ComponentType }>;

/** A page that arrives when it is visited, together with its words in the current language. */
function page(load: Load): AsyncRouteComponent<object> {
  return lazyRouteComponent(() => withWords(load));
}

const root = createRootRoute({ component: Root, notFoundComponent: NotFound, errorComponent: PageError });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "signin",
  component: page(() => import("./shell/auth/SignInPage")),
});
const invite = createRoute({
  getParentRoute: () => root,
  path: "invite/$token",
  component: page(() => import("./shell/auth/InvitePage")),
});

const changePassword = createRoute({
  getParentRoute: () => root,
  path: "change-password",
  component: page(() => import("./shell/auth/ChangePasswordPage")),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  component: page(() => import("./shell/AppShell")),
  beforeLoad: async ({ location }) => {
    try {
      const me = await queries.ensureQueryData(meQuery);
      if (me.must_change_password) throw redirect({ to: "/change-password", replace: true });
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        const next = location.href === "/" ? {} : { next: location.href };
        throw redirect({ to: "/signin", search: next as never, replace: true });
      }
      throw error;
    }
  },
});

/** The first module that is on and that the reader may see. */
function home(): string {
  const me = queries.getQueryData<Me>(meKey);
  const entry = modules().find(
    ({ navigation }) => navigation && (!me || (navigation.isVisible?.(me) ?? true)),
  );
  return entry?.navigation?.to ?? "/settings";
}

const settingsTitle = { "zh-CN": "设置", en: "Settings" };

const own: AnyRoute[] = [
  createRoute({
    getParentRoute: () => shell,
    path: "/",
    beforeLoad: () => {
      throw redirect({ to: home(), replace: true });
    },
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "settings",
    component: page(() => import("./shell/settings/SettingsPage")),
    staticData: { title: settingsTitle },
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "settings/$section",
    component: page(() => import("./shell/settings/SettingsPage")),
    staticData: { isDetail: true, title: settingsTitle },
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "notifications",
    component: page(() => import("./shell/notices/NoticesPage")),
    staticData: { isDetail: true, title: { "zh-CN": "通知", en: "Notifications" } },
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "o/$id",
    component: page(() => import("./shell/ObjectPage")),
  }),
  // Whoever is signed in keeps the rail at an address that leads nowhere.
  createRoute({ getParentRoute: () => shell, path: "$", component: NotFound }),
];

/** A route of a manifest and those below it, as the router wants them. */
function build(parent: AnyRoute, spec: ModuleRoute, component = page(spec.load)): AnyRoute {
  const route = createRoute({
    getParentRoute: () => parent,
    path: spec.path,
    component,
    staticData: {
      ...(spec.isDetail ? { isDetail: true } : {}),
      ...(spec.title ? { title: spec.title } : {}),
    },
  });
  return spec.children ? route.addChildren(spec.children.map((child) => build(route, child))) : route;
}

/** The page of a module, which leads nowhere while the module is off. */
function pageOf(id: string, load: Load) {
  const Page = page(load);
  const Shown = () => (hasModule(id) ? <Page /> : <NotFound />);
  return Object.assign(Shown, { preload: Page.preload });
}

const fromModules = manifests.flatMap(({ id, routes }) =>
  routes.map((spec) => build(shell, spec, pageOf(id, spec.load))),
);

export const router = createRouter({
  routeTree: root.addChildren([signIn, invite, changePassword, shell.addChildren([...own, ...fromModules])]),
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  defaultPendingMs: 400,
  scrollRestoration: false,
});

bindRouter(router);

/** The session ended elsewhere or ran out: what was cached belongs to nobody now. */
onSignedOut(() => {
  const { href, pathname } = router.state.location;
  if (pathname === "/signin" || !queries.getQueryData(meKey)) return;
  void leave(`/signin${stringifySearch({ next: href, ended: "1" })}`);
});
