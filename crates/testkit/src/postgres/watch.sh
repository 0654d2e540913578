# Runs the PostgreSQL server of the tests and ends it when no test process has used it for two minutes.
#   $1    folder shared by the test processes; its file `current` names the instance in use and is touched by users
#   $2    folder of this instance
#   $3 …  command that runs the server
base=$1
instance=$2
shift 2
"$@" >"$instance/log" 2>&1 &
server=$!
trap '' HUP INT

while kill -0 "$server" 2>/dev/null; do
    sleep 2
    # Another instance took over: this one did not answer, or its folder was cleared.
    [ "$(cat "$base/current" 2>/dev/null)" = "$instance" ] || break
    [ -z "$(find "$base/current" -mmin -2)" ] || continue
    # Idle. Taking the name away first, then looking again, decides between us and a process that arrives just now: it
    # touches the file and then checks that the name is still there.
    mv "$base/current" "$instance/ending" || break
    [ -n "$(find "$instance/ending" -mmin -2)" ] || break
    ln "$instance/ending" "$base/current" || break
    rm -f "$instance/ending"
done

# Our own child, not waited for yet: its number cannot belong to another process.
kill -INT "$server" 2>/dev/null
wait "$server"
rm -rf "$instance"
