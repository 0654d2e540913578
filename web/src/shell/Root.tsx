import { Outlet, useRouter } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { Suspense } from "react";
import { go } from "@/lib/nav";
import { Button, EmptyState, ErrorState } from "@/ui";
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
  const t = useT();
  const router = useRouter();
  // After an upgrade the server no longer has the chunks that this page still names.
  const isStale = error instanceof TypeError && /import|module script/i.test(error.message);
  return (
    <div className={styles.full}>
      <ErrorState
        error={isStale ? { code: "client.stale", title: t.failed, detail: t.newVersion } : error}
        onRetry={() => (isStale ? window.location.reload() : void router.invalidate())}
      />
    </div>
  );
}
