import { useQuery } from "@tanstack/react-query";
import { Monitor, Smartphone } from "lucide-react";
import { api, call } from "@/api/client";
import { asApiError } from "@/api/error";
import { queries } from "@/api/query";
import type { Session } from "@/api/types";
import { useTime } from "@/lib/time";
import { Button, confirm, Loaded, Section, SkeletonRows, Tag, toast } from "@/ui";
import { agentName } from "./agent";
import { useT } from "./i18n";
import styles from "./Settings.module.css";

const key = ["people", "sessions"] as const;

export default function Devices() {
  const t = useT();
  const query = useQuery({ queryKey: key, queryFn: () => call(api.GET("/api/v1/people/sessions")) });

  const end = async (sessions: readonly Session[], said: string) => {
    try {
      for (const session of sessions) {
        await call(api.DELETE("/api/v1/people/sessions/{id}", { params: { path: { id: session.id } } }));
      }
      toast.success(said);
    } catch (thrown) {
      toast.failure(asApiError(thrown));
    } finally {
      await queries.invalidateQueries({ queryKey: key });
    }
  };

  return (
    <Loaded query={query} skeleton={<SkeletonRows rows={3} />}>
      {({ items }) => {
        const ordered = [...items].sort(
          (a, b) => Number(b.current) - Number(a.current) || b.seen_at - a.seen_at,
        );
        const others = items.filter((session) => !session.current);
        return (
          <Section
            text={t.devices.text}
            action={
              others.length > 1 && (
                <Button
                  size="sm"
                  onPress={async () => {
                    const question = {
                      title: t.devices.endOthersTitle,
                      action: t.devices.end,
                      isDanger: true,
                    };
                    if (await confirm(question)) await end(others, t.devices.endedOthers(others.length));
                  }}
                >
                  {t.devices.endOthers}
                </Button>
              )
            }
          >
            {ordered.map((session) => (
              <Device
                key={session.id}
                session={session}
                onEnd={async () => {
                  const question = { title: t.devices.endTitle, action: t.devices.end, isDanger: true };
                  if (await confirm(question)) await end([session], t.devices.ended);
                }}
              />
            ))}
          </Section>
        );
      }}
    </Loaded>
  );
}

function Device({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const t = useT();
  const time = useTime();
  const agent = agentName(session.agent);
  const name = agent?.name ?? t.devices.unknown;
  return (
    <div className={styles.row}>
      <span className={styles.rowIcon}>
        {agent?.isPhone ? (
          <Smartphone size={20} strokeWidth={1.75} />
        ) : (
          <Monitor size={20} strokeWidth={1.75} />
        )}
      </span>
      <div className={styles.rowText}>
        <div className={styles.rowTitle}>
          {name}
          {session.current && <Tag tone="success">{t.devices.current}</Tag>}
        </div>
        <div className={styles.rowSub}>
          {[
            !session.current && t.devices.seen(time.ago(session.seen_at)),
            session.ip,
            t.devices.since(time.stamp(session.created_at)),
          ]
            .filter(Boolean)
            .join(" · ")}
        </div>
      </div>
      {!session.current && (
        <Button
          size="sm"
          variant="dangerGhost"
          aria-label={[t.devices.end, name, session.ip].filter(Boolean).join(" ")}
          onPress={onEnd}
        >
          {t.devices.end}
        </Button>
      )}
    </div>
  );
}
