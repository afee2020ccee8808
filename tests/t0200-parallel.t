#!/bin/sh
test_description='16 writers at once lose nothing'
each=${CRM_TEST_EACH:-50}
. "$(dirname "$0")/lib/setup.sh"

writers=16

crm init -q && crm account add Counter employees=0 >/dev/null || exit 1

# The count goes up by reading and writing under the revision: one command
# reads in the transaction that writes.
writer() {
	i=0
	while test $i -lt "$each"; do
		i=$((i + 1))
		crm --busy-timeout 60 contact add "W$1 N$i" email="w$1.$i@x.test" \
			>>"ids.$1" || echo "add $1 $i: $?" >>bad
	done
}

tagger() {
	i=0
	while test $i -lt "$each"; do
		i=$((i + 1))
		crm --busy-timeout 60 account tag "t$1.$i" 1 >/dev/null ||
			echo "tag $1 $i: $?" >>bad
	done
}

test_expect_success "$writers x $each new records" '
	: >bad &&
	for w in $(seq $writers)
	do
		writer $w 2>>err &
	done
	wait &&
	cat err && test_must_be_empty bad &&
	test_output $((writers * each)) crm contact count &&
	cat ids.* | sort -n | uniq -d >twice && test_must_be_empty twice &&
	test_output $((writers * each)) crm contact count -w "email ~ @x.test"
'

test_expect_success "$writers x $each changes of one record" '
	: >bad && before=$(crm account show 1 -o rev --no-header) &&
	for w in $(seq $writers)
	do
		tagger $w 2>>err &
	done
	wait &&
	test_must_be_empty bad &&
	test_output $((before + writers * each)) \
		crm account show 1 -o rev --no-header &&
	test_output $((writers * each)) engine_sql \
		"SELECT count(*) FROM tag WHERE entity = 1 AND record = 1"
'

test_expect_success 'one batch key, many at once: done once' '
	for w in $(seq $writers)
	do
		crm --busy-timeout 60 contact add Once --batch-key once -q >once.$w &
	done
	wait &&
	test_output 1 crm contact count -w name=Once &&
	cat once.* | sort -u >ids && test "$(wc -l <ids)" = 1
'

test_expect_success 'one database, many inits: one makes it' '
	for w in $(seq $writers)
	do
		{ crm --db race.db init -q 2>/dev/null; echo $? >>race; } &
	done
	wait &&
	test_output 1 grep -c "^0$" race && test_output 15 grep -c "^5$" race &&
	test_output 1 crm --db race.db user count
'

test_expect_success FILE 'the log that the next command has to read stays short' '
	crm --db short.db init -q &&
	for i in $(seq 40)
	do
		crm --db short.db contact add "Short $i" -q || return 1
		wc -c <short.db-wal
	done >sizes &&
	sort -n sizes | tail -n 1 >most &&
	test "$(cat most)" -gt 0 && test "$(cat most)" -lt 800000 &&
	test_output 40 crm --db short.db contact count
'

test_expect_success 'every change is in the log, and the database is sound' '
	test_output $((2 * writers * each + 3)) engine_sql \
		"SELECT count(*) FROM batch" &&
	engine_sound
'

test_done
