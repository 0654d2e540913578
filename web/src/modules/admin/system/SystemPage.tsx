import { useQuery } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { api, call } from "@/api/client";
import type { System } from "@/api/types";
import { copyText } from "@/lib/clipboard";
import { useIsPhone } from "@/lib/media";
import { useTime } from "@/lib/time";
import { Button, Facts, Loaded, Page, Section, SkeletonRows, Stats } from "@/ui";
import { AdminSection, pollUntilRefused, useMaySee } from "../AdminSection";
import { useT } from "./i18n";
import styles from "./System.module.css";
import { driftSeconds, lasting } from "./uptime";

const refreshMs = 10_000;

/** The installation as it runs now. */
export default function SystemPage() {
  const t = useT();
  const isPhone = useIsPhone();
  const query = useQuery({
    queryKey: ["admin", "system"],
    queryFn: async () => ({
      system: await call(api.GET("/api/v1/admin/system")),
      readAt: Date.now(),
    }),
    enabled: useMaySee("system"),
    refetchInterval: pollUntilRefused(refreshMs),
  });
  return (
    <AdminSection
      id="system"
      isLined
      error={query.error}
      subtitle={!isPhone && t.refreshed}
      actions={
        query.data && (
          <Button icon={<Copy size={16} />} onPress={() => void copyText(asText(query.data.system))}>
            {t.copy}
          </Button>
        )
      }
    >
      <Page>
        <Loaded query={query} skeleton={<SkeletonRows rows={6} face={0} />}>
          {({ system, readAt }) => <Overview system={system} readAt={readAt} />}
        </Loaded>
      </Page>
    </AdminSection>
  );
}

function asText(system: System): string {
  return Object.entries(system)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}

function Overview({ system, readAt }: { system: System; readAt: number }) {
  const t = useT();
  const time = useTime();
  const drift = driftSeconds(system.now, readAt);
  return (
    <>
      <Stats
        className={styles.stats}
        items={[
          [t.people, system.people],
          [t.online, system.online],
          [t.connections, system.connections],
        ]}
      />
      <Section title={t.program}>
        <Facts
          items={[
            [t.version, system.version],
            [t.store, t.stores[system.store] ?? system.store],
          ]}
        />
      </Section>
      <Section title={t.node}>
        <Facts
          items={[
            [t.started, time.full(system.started_at)],
            [t.uptime, lasting(system.now - system.started_at, t)],
            [
              t.clock,
              <span key="clock">
                {time.full(system.now)}
                {drift !== 0 && <span className={styles.drift}>{t.drift(drift)}</span>}
              </span>,
            ],
          ]}
        />
      </Section>
      <Section title={t.health} text={t.healthText} />
    </>
  );
}
