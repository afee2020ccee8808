#!/bin/sh
test_description='crm init makes a database, or nothing'
. "$(dirname "$0")/lib/setup.sh"

mode() {
	stat -c %a "$1"
}

test_expect_success 'without a database: exit 8 and what to do' '
	test_exit 8 crm contact list 2>err &&
	grep "^crm: no database at $CRM_DB$" err &&
	grep "^hint: .*crm init" err &&
	test_exit 8 crm contact add Ada &&
	test_exit 8 crm undo &&
	test_exit 8 crm --json contact list 2>err &&
	grep "\"code\":\"no_database\"" err &&
	test ! -e crm.db
'

test_expect_success 'help needs none' '
	crm --db none.db >out && grep "no database" out &&
	crm -h >out && crm contact list -h >out && crm help -h >out &&
	crm --version >out && crm version >out &&
	test ! -e crm.db
'

test_expect_success 'init makes one, 0600 whatever the umask' '
	for mask in 000 022 077
	do
		(umask $mask && crm init --db m$mask.db 2>err) &&
		(umask $mask && crm --db m$mask.db contact add Ada >/dev/null) &&
		for file in m$mask.db*
		do
			test "$(mode $file)" = 600 || return 1
		done || return 1
	done
'

test_expect_success 'no reader has a log of it to read again' '
	crm init --demo --db log.db &&
	test ! -s log.db-wal
'

test_expect_success 'it says where it is and who you are' '
	crm init 2>err >out &&
	test_must_be_empty out &&
	grep "^crm: $CRM_DB is ready.*ada" err &&
	test_output "1,ada,admin" crm user list -o id,login,role --no-header
'

test_expect_success 'with a pipeline to begin with' '
	test_output "Qualification,open
Needs Analysis,open
Proposal,open
Negotiation,open
Won,won
Lost,lost" crm stage list -o name,category --no-header
'

test_expect_success 'a second init conflicts and changes nothing' '
	crm contact add Ada &&
	crm dump --history >before &&
	test_exit 5 crm init 2>err &&
	grep "is there already" err &&
	test_exit 5 crm init --demo &&
	crm dump --history >after &&
	test_cmp before after
'

test_expect_success 'a failed init leaves no file' '
	test_exit 4 crm --db new.db init --currency XXQ &&
	test_exit 2 crm --db new.db init --year-start 13 &&
	test_exit 2 crm --db new.db init --week-start 0 &&
	test_exit 2 crm --db new.db --tz Mars/Base init &&
	test_exit 2 crm --db new.db --now soon init &&
	ls >files && ! grep new.db files &&
	(ulimit -f 8 && test_exit 1 crm --db new.db init) &&
	ls >files && ! grep new.db files &&
	test_exit 1 crm --db no/such/folder.db init &&
	test ! -e no
'

test_expect_success 'the place of its own is made, for its owner alone' '
	(unset CRM_DB && HOME=$PWD/home crm init 2>err) &&
	test -e home/.local/share/crm/crm.db &&
	test "$(mode home/.local/share/crm)" = 700 &&
	(unset CRM_DB && XDG_DATA_HOME=$PWD/data crm init) &&
	test -e data/crm/crm.db &&
	(unset CRM_DB HOME && test_exit 8 crm contact list)
'

test_expect_success 'currency, zone and the weeks are facts of the database' '
	crm --db yen.db --tz Asia/Tokyo init --currency JPY &&
	crm --db yen.db opp add Big amount=1200 &&
	test_output "1200,JPY" crm --db yen.db opp show 1 -o amount,currency \
		--no-header &&
	test_exit 4 crm --db yen.db opp add Half amount=0.5 &&
	(unset CRM_TZ && CRM_NOW=2026-11-22T20:00:00Z crm --db yen.db opp add Z &&
	test_output 2026-11-23 crm --db yen.db opp show Z -o opened --no-header)
'

test_expect_success 'another file is not taken for a database' '
	echo "this is a letter, not a database, and it is long enough" >letter &&
	test_exit 8 crm --db letter contact list 2>err &&
	grep "letter" err &&
	test_exit 8 crm --db letter contact add Ada &&
	test_exit 5 crm --db letter init &&
	grep letter letter >/dev/null &&
	: >empty &&
	test_exit 8 crm --db empty contact list &&
	mkdir folder &&
	test_exit 8 crm --db folder contact list &&
	sqlite3 other.db "CREATE TABLE t(a); PRAGMA user_version=1" &&
	test_exit 8 crm --db other.db contact list 2>err &&
	grep "not a crm database" err
'

test_expect_success 'another schema is refused, read or write' '
	crm --db old.db init &&
	sqlite3 old.db "PRAGMA user_version=999" &&
	test_exit 8 crm --db old.db contact list 2>err &&
	grep "schema 999" err &&
	grep "^hint:" err &&
	test_exit 8 crm --db old.db contact add Ada
'

test_expect_success 'a link is not followed when one is made' '
	ln -s target link.db &&
	test_must_fail crm --db link.db init &&
	test ! -e target
'

test_expect_success 'a demo has something of everything' '
	crm --db demo.db init --demo &&
	test_output 40 crm --db demo.db account count &&
	test_output 200 crm --db demo.db contact count &&
	test_output 60 crm --db demo.db opp count &&
	test "$(crm --db demo.db stage_change count)" -gt 60 &&
	test "$(crm --db demo.db user count)" -gt 2 &&
	test "$(crm --db demo.db product count)" -gt 2 &&
	test "$(crm --db demo.db team count)" -gt 0
'

test_expect_success 'a demo is the same each time' '
	crm --db demo2.db init --demo &&
	for noun in account contact opp stage_change user
	do
		crm --db demo.db $noun export -o "*" >1 &&
		crm --db demo2.db $noun export -o "*" >2 &&
		test_cmp 1 2 || return 1
	done
'

test_expect_success 'the first batch can not be undone' '
	test_exit 3 crm --db demo.db undo &&
	test_exit 7 crm --db demo.db undo 1
'

test_done
