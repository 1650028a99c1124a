# Holds one PostgreSQL: postgres FOLDER SETTINGS... It tells the server's
# process id on standard output and then waits on standard input. The line
# "stay" means that the folder is still needed; the end of the input means
# that whoever started us has gone.
postgres=$1 folder=$2
shift 2
"$postgres" -D "$folder/data" "$@" </dev/null >"$folder/log" 2>&1 &
pid=$!
echo "$pid"
exec >/dev/null
keep=no
while read -r word; do
	[ "$word" = stay ] && keep=yes
done
# A server that is just starting does not hear a signal: ask until it has gone.
(while kill -INT "$pid" 2>/dev/null; do sleep 0.2; done) &
ask=$!
wait "$pid"
kill "$ask" 2>/dev/null
[ "$keep" = yes ] || rm -rf "$folder"
