import { CloudOff, Lock, SearchX, TriangleAlert, WifiOff } from "lucide-react";
import { Component, type ReactNode } from "react";
import { useCommon } from "@/i18n";
import { cx } from "@/lib/cx";
import { goBack } from "@/lib/nav";
import { Button } from "./Button";
import styles from "./State.module.css";

export interface EmptyStateProps {
  /** 28–36 px icon. */
  icon?: ReactNode;
  title: string;
  /** One helpful sentence. */
  text?: ReactNode;
  /** One action. */
  action?: ReactNode;
  /** For a small place such as a popover. */
  isSmall?: boolean;
}

/** What stands where there is nothing yet: why, and what to do. */
export function EmptyState({ icon, title, text, action, isSmall }: EmptyStateProps) {
  return (
    <div className={cx(styles.state, isSmall && styles.small)}>
      {icon && <div className={styles.icon}>{icon}</div>}
      <div className={styles.title}>{title}</div>
      {text && <div className={styles.text}>{text}</div>}
      {action && <div className={styles.actions}>{action}</div>}
    </div>
  );
}

/** The parts of ApiError that a reader needs. */
export interface Failure {
  title: string;
  detail?: string | undefined;
  requestId?: string | undefined;
  code?: string;
  status?: number;
}

export interface ErrorStateProps {
  error: unknown;
  onRetry?: () => void;
  action?: ReactNode;
  isSmall?: boolean;
}

function isFailure(error: unknown): error is Failure {
  return typeof error === "object" && error !== null && "title" in error && "code" in error;
}

/** Whether the answer was that there is no such thing: asking again would bring the same. */
function hasGone(failure: Failure | undefined): boolean {
  return failure?.status === 404 || failure?.status === 410;
}

function failureIcon(failure: Failure | undefined) {
  if (failure?.status === 0) return <WifiOff size={30} strokeWidth={1.5} />;
  if (failure?.status === 403) return <Lock size={30} strokeWidth={1.5} />;
  if (hasGone(failure)) return <SearchX size={30} strokeWidth={1.5} />;
  return <CloudOff size={30} strokeWidth={1.5} />;
}

/**
 * What failed, whether data is safe, how to go on; the request id is in the details. Of what is not there it says only
 * that: nothing is in danger, nothing is to be tried again, and there is a way back.
 */
export function ErrorState({ error, onRetry, action, isSmall }: ErrorStateProps) {
  const common = useCommon();
  const failure = isFailure(error) ? error : undefined;
  const isGone = hasGone(failure);
  const words = failure?.status === 403 ? common.error.forbidden : common.error.detail;
  const text = failure?.detail ?? (isGone ? undefined : words);
  const retry = onRetry && !isGone && <Button onPress={onRetry}>{common.retry}</Button>;
  const back = isGone && !isSmall && !action && <Button onPress={() => goBack("/")}>{common.back}</Button>;
  return (
    <div className={cx(styles.state, isSmall && styles.small)} role="alert">
      <div className={styles.icon}>{failureIcon(failure)}</div>
      <div className={styles.title}>{failure?.title ?? common.error.title}</div>
      {text && <div className={styles.text}>{text}</div>}
      {(retry || back || action) && (
        <div className={styles.actions}>
          {retry}
          {back}
          {action}
        </div>
      )}
      {failure?.requestId && !isGone && (
        <details className={styles.details}>
          <summary>{common.error.details}</summary>
          <code>
            {failure.code} · {common.error.requestId} {failure.requestId}
          </code>
        </details>
      )}
    </div>
  );
}

interface BoundaryProps {
  children: ReactNode;
  /** When this changes, the boundary tries again, as after moving to another page. */
  resetKey?: string;
  /** Draws nothing instead of a message, for small slots. */
  isSilent?: boolean;
  onError?: (error: unknown) => void;
}

/** Keeps a fault inside: the rest of the page goes on. */
export class ErrorBoundary extends Component<BoundaryProps, { error: unknown; key: string | undefined }> {
  override state = { error: undefined as unknown, key: this.props.resetKey };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  static getDerivedStateFromProps(props: BoundaryProps, state: { key: string | undefined }) {
    return props.resetKey === state.key ? null : { error: undefined, key: props.resetKey };
  }

  override componentDidCatch(error: unknown) {
    this.props.onError?.(error);
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    if (this.props.isSilent) return null;
    return <Crash error={error} onReset={() => this.setState({ error: undefined })} />;
  }
}

/** After an upgrade the server no longer has the files that an open page still names. */
export function isStaleCode(error: unknown): boolean {
  return (
    error instanceof Error &&
    /dynamically imported module|module script|Importing a module|Unable to preload CSS/i.test(error.message)
  );
}

function Crash({ error, onReset }: { error: unknown; onReset: () => void }) {
  const common = useCommon();
  if (isStaleCode(error)) {
    const failure = { code: "client.stale", title: common.error.stale, detail: common.error.staleDetail };
    return (
      <ErrorState
        error={failure}
        action={
          <Button variant="primary" onPress={() => window.location.reload()}>
            {common.error.reload}
          </Button>
        }
      />
    );
  }
  if (isFailure(error)) return <ErrorState error={error} onRetry={onReset} />;
  return (
    <div className={styles.state} role="alert">
      <div className={styles.icon}>
        <TriangleAlert size={30} strokeWidth={1.5} />
      </div>
      <div className={styles.title}>{common.error.crashed}</div>
      <div className={styles.text}>{common.error.crashedDetail}</div>
      <div className={styles.actions}>
        <Button onPress={onReset}>{common.retry}</Button>
        <Button onPress={() => window.location.reload()}>{common.error.reload}</Button>
      </div>
      <details className={styles.details}>
        <summary>{common.error.details}</summary>
        <code>{error instanceof Error ? `${error.name}: ${error.message}` : String(error)}</code>
      </details>
    </div>
  );
}

interface Query<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
  /** `paused` while the device is offline: the answer comes by itself when it is back. */
  fetchStatus?: "fetching" | "paused" | "idle";
}

export interface LoadedProps<T> {
  query: Query<T>;
  /** Shown until the first answer; usually skeletons. */
  skeleton?: ReactNode;
  /** Shown instead when this says that there is nothing. */
  empty?: ReactNode;
  isEmpty?: (data: T) => boolean;
  children: (data: T) => ReactNode;
}

/** What stands where something has not been loaded yet and cannot be now. */
export function OfflineState({ text, isSmall }: { text?: string; isSmall?: boolean }) {
  const common = useCommon();
  return (
    <EmptyState
      icon={<WifiOff size={30} strokeWidth={1.5} />}
      title={common.offline.title}
      text={text ?? common.offline.text}
      isSmall={isSmall ?? false}
    />
  );
}

export interface PagedQuery {
  error: unknown;
  isFetchNextPageError: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

/** Stands after the last row when the next page did not come: why, and the way to ask again. */
export function NextPageFailure({ query }: { query: PagedQuery }) {
  if (!query.isFetchNextPageError || query.isFetchingNextPage) return null;
  return <ErrorState isSmall error={query.error} onRetry={() => void query.fetchNextPage()} />;
}

/** The faces of a query: loading, offline, failed, loaded. Old data stays while new data is fetched or fails. */
export function Loaded<T>({ query, skeleton, empty, isEmpty, children }: LoadedProps<T>) {
  if (query.data !== undefined) {
    return empty !== undefined && isEmpty?.(query.data) ? empty : children(query.data);
  }
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.fetchStatus === "paused") return <OfflineState />;
  return skeleton;
}
