import { Outlet, useRouter } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { Suspense } from "react";
import { useCommon } from "@/i18n";
import { go } from "@/lib/nav";
import { Button, EmptyState, ErrorState, isStaleCode } from "@/ui";
import { useT } from "./i18n";
import styles from "./Root.module.css";

export function Root() {
  return (
    <Suspense fallback={null}>
      <Outlet />
    </Suspense>
  );
}

/** For an address that leads nowhere, and for what the reader may not see: the two must not differ. */
export function NotFound() {
  const t = useT();
  return (
    <div className={styles.full}>
      <EmptyState
        icon={<Compass size={30} strokeWidth={1.5} />}
        title={t.notFound.title}
        text={t.notFound.text}
        action={<Button onPress={() => go("/")}>{t.notFound.home}</Button>}
      />
    </div>
  );
}

export function PageError({ error }: { error: unknown }) {
  const common = useCommon();
  const router = useRouter();
  const isStale = isStaleCode(error);
  const { stale: title, staleDetail: detail } = common.error;
  return (
    <div className={styles.full}>
      <ErrorState
        error={isStale ? { code: "client.stale", title, detail } : error}
        onRetry={() => (isStale ? window.location.reload() : void router.invalidate())}
      />
    </div>
  );
}
