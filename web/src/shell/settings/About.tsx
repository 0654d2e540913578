import { useMe } from "@/api/people";
import { Facts, Section } from "@/ui";
import { Logo } from "../Logo";
import { useT } from "./i18n";
import styles from "./Settings.module.css";

export default function About() {
  const t = useT();
  const { org } = useMe();
  return (
    <>
      <Section>
        <div className={styles.aboutRow}>
          <Logo size={56} />
          <p>{t.about.sourceText}</p>
        </div>
      </Section>
      <Section>
        <Facts
          items={[
            [t.about.org, org.name],
            [t.about.version, __CLIENT_VERSION__],
          ]}
        />
      </Section>
    </>
  );
}
