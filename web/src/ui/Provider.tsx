import type { ReactNode } from "react";
import { I18nProvider, RouterProvider } from "react-aria-components";

interface InterfaceProviderProps {
  locale: string;
  /** Opens a link that stays inside the client. */
  onNavigate: (href: string) => void;
  children: ReactNode;
}

/** Tells the design system the language and how links navigate. Mounted once. */
export function InterfaceProvider({ locale, onNavigate, children }: InterfaceProviderProps) {
  return (
    <I18nProvider locale={locale === "en" ? "en-US" : locale}>
      <RouterProvider navigate={onNavigate}>{children}</RouterProvider>
    </I18nProvider>
  );
}
