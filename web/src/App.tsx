import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { queries } from "@/api/query";
import { useLocale } from "@/i18n";
import { go } from "@/lib/nav";
import { ConfirmHost, ErrorBoundary, InterfaceProvider, ToastHost } from "@/ui";
import { router } from "./router";

export function App() {
  const locale = useLocale();
  return (
    <StrictMode>
      <InterfaceProvider locale={locale} onNavigate={go}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
          <ConfirmHost />
          <ErrorBoundary isSilent>
            <ToastHost />
          </ErrorBoundary>
        </QueryClientProvider>
      </InterfaceProvider>
    </StrictMode>
  );
}
