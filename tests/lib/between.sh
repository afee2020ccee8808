# between WHAT COMMAND...: with something between it and the server, which
# COMMAND finds at $CRM_DB and $away; the server itself is $straight.
# tests/lib/between says WHAT there is.
# shellcheck shell=sh
straight=$CRM_DB

between() {
	# The name of a socket is short: not below the trash directory.
	folder=$(mktemp -d /tmp/crm-way-XXXXXX) || return 1
	"$TESTS/lib/between" "$folder" "$SERVER" "$1" &
	way=$!
	away="postgresql://crm@/${database:?}?host=$folder"
	shift
	for i in $(seq 100)
	do
		test -e "$folder/ready" && break
		sleep 0.02
	done
	CRM_DB=$away "$@"
	set -- $?
	kill $way
	wait $way 2>/dev/null
	rm -rf "$folder"
	return "$1"
}
