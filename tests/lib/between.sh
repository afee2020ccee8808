# between WHAT COMMAND...: with something between it and the server, which
# COMMAND finds at $CRM_DB and $away; the server itself is $straight.
# tests/lib/between says WHAT there is.
# shellcheck shell=sh
straight=$CRM_DB

between() {
	rm -rf way
	mkdir way
	"$TESTS/lib/between" "$PWD/way" "$SERVER" "$1" &
	way=$!
	away="postgresql://crm@/${database:?}?host=$PWD/way"
	shift
	for i in $(seq 100)
	do
		test -e way/ready && break
		sleep 0.02
	done
	CRM_DB=$away "$@"
	set -- $?
	kill $way
	wait $way 2>/dev/null
	return "$1"
}
