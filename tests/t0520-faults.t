#!/bin/sh
test_description='what a command says when the machine fails under it'
FILES_ONLY='its files fail'
. "$(dirname "$0")/lib/setup.sh"

shim=$BUILD/torture/fault.so
if ! test -e "$shim"
then
	skip_all="there is no $shim"
	test_done
fi

# faulty CALL:K:HOW COMMAND...: see tests/torture/fault.c.
faulty() {
	rm -f log
	fault=$1
	shift
	LD_PRELOAD=$shim FAULT_LOG=$PWD/log FAULT=$fault "$@"
	rc=$?
	grep -q "^fired" log || return 99
	return $rc
}

test_expect_success 'a database with something in its log' '
	crm init -q && crm contact add Ada >/dev/null
'

# The commit stands whole in the log when the disk does not take it.
test_expect_success 'what could not be brought to the disk is not kept' '
	test_exit 1 faulty sync:1:5 crm contact add Bob --batch-key b 2>err &&
	expect_file err <<-\EOF2 &&
	crm: database: disk I/O error
	EOF2
	test_output 1 crm contact count &&
	test_output 2 crm contact add Bob --batch-key b &&
	engine_sound
'

test_expect_success 'a disk that takes nothing: the outcome is not known' '
	test_exit 1 faulty sync:1:+5 crm contact add Eve --batch-key e 2>err &&
	grep "^crm: whether this was kept is not known: .*crm.db" err &&
	grep "^hint: look before you run it again" err &&
	test_output 3 crm contact add Eve --batch-key e &&
	test_output 3 crm contact count &&
	engine_sound
'

test_expect_success 'a disk that cannot be read is no damaged database' '
	rm -f crm.db-shm &&
	test_exit 1 faulty read:6:5 crm contact list 2>err &&
	cat err && ! grep -E "malformed|damaged" err &&
	grep "^crm: .*\(disk I/O error\|Input/output error\)" err
'

# It has an index of words of its own.
test_expect_success 'nor is it in a load' '
	rm -f new.db* && crm --db new.db init -q &&
	notes=$(printf "%1100s" | tr " " n) &&
	for i in $(seq 250); do echo "Row $i,$notes"; done >rows &&
	{ echo name,notes; cat rows; } >large.csv &&
	i=9 && while i=$((i + 1)) && ! faulty read:$i:+5 \
		crm --db new.db contact import large.csv 2>err
	do
		! grep -E "malformed|damaged" err &&
		grep "^crm: .*\(I/O\|Input/output\) error" err || return 1
	done && test $i -gt 15
'

test_expect_success 'no memory for the output: what is done is told of' '
	crm contact add Count >/dev/null &&
	rm -f log && LD_PRELOAD=$shim FAULT_LOG=$PWD/log \
		crm contact add Last >/dev/null &&
	last=$(sed -n "s/^count malloc //p" log) && rc=0 &&
	while test $rc = 0
	do
		last=$((last - 1)) && before=$(crm contact count) &&
		{ faulty malloc:$last:12 crm contact add More >out 2>err; rc=$?; }
	done &&
	test $rc = 1 && grep "out of memory" err &&
	test_output $((before + 1)) crm contact count &&
	batch=$(crm batch list -L 1 --ids) &&
	grep "^hint: what it changed is kept, as batch $batch$" err
'

# runs_out COMMAND...: of each so manyth malloc() that fails it must hear, in
# words, or come to the same end.  It reads the file $input.
input=/dev/null
runs_out() {
	rm -f log new.db* && LD_PRELOAD=$shim FAULT_LOG=$PWD/log \
		"$@" <$input >all 2>err || return 1
	step=$(($(sed -n "s/^count malloc //p" log) / 60 + 1))
	k=1
	while rm -f new.db* && faulty "malloc:$k:12" "$@" <$input >out 2>err
		rc=$?
		test $rc != 99
	do
		case $rc in
		0) cmp all out || return 1 ;;
		1) grep "out of memory" err >/dev/null || {
			echo "$k: $(cat err)"
			return 1
		} ;;
		*)
			echo "$k: exit $rc: $(cat err)"
			return 1
			;;
		esac
		k=$((k + step))
	done
}

test_expect_success 'JSON without memory is not called bad, nor cut short' '
	echo "{\"name\": \"Ada King\", \"tags\": [\"a\", \"b\"]}" >in.json &&
	runs_out crm contact import -n in.json &&
	crm dump >dump.jsonl &&
	rm -f other.db* && crm --db other.db init -q &&
	runs_out crm --db other.db load -n dump.jsonl &&
	echo "[\"1\", \"2\"]" >refs.json && input=refs.json &&
	runs_out crm contact tag x - -n
'

test_expect_success 'no part of an output is left where memory ran out' '
	crm --db demo.db init --demo -q && rm -f log &&
	LD_PRELOAD=$shim FAULT_LOG=$PWD/log \
		crm --db demo.db dump --output whole.jsonl &&
	n=$(sed -n "s/^count malloc //p" log) && failed=0 &&
	for i in $(seq 300)
	do
		faulty "malloc:$((n * i / 301)):12" \
			crm --db demo.db dump --output part.jsonl 2>err
		test $? = 1 && failed=$((failed + 1))
		! ls part.jsonl.* 2>/dev/null || return 1
	done && test $failed -gt 0
'

test_expect_success 'nor does an init break off' '
	input=/dev/null && runs_out crm --db new.db init -q
'

test_expect_success 'nor is there room for it' '
	test_exit 1 crm contact add Full >/dev/full 2>err &&
	batch=$(crm batch list -L 1 --ids) &&
	expect_file err <<-EOF2 &&
	crm: cannot write: No space left on device
	hint: what it changed is kept, as batch $batch
	EOF2
	test_exit 1 crm contact count >/dev/full 2>err && ! grep hint err
'

test_expect_success 'a file that cannot be put in its place is not left' '
	test_exit 1 faulty rename:1:28 crm dump --output moved.jsonl 2>err &&
	grep "^crm: cannot write moved.jsonl: No space left" err &&
	ls >left && ! grep moved left
'

test_done
