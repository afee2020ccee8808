#!/bin/sh
test_description='the pipeline of a real hardware seller, as it came

Four files with US dates, a product spelt two ways, empty accounts, parents
that stand later in the file; loaded by import alone with the mapping files of
crm-tutorial(7).  CRM_TEST_DATA names the folder that b2b-pipeline is in.'
test_data=${CRM_TEST_DATA:-}
. "$(dirname "$0")/lib/setup.sh"

data=${test_data:-$TOP/../shared/data}/b2b-pipeline
if test ! -f "$data/sales_pipeline.csv"; then
	skip_all='b2b-pipeline is not there'
	test_done
fi

load() {
	crm user import "$data/sales_teams.csv" --map teams.map &&
	crm product import "$data/products.csv" --map products.map &&
	crm account import "$data/accounts.csv" --map accounts.map &&
	crm opp import "$data/sales_pipeline.csv" --map pipeline.map
}

# The sum of a column of minor units.
total() {
	crm opp list -w "$1" -o amount --no-header |
	awk '{ s += $1 } END { printf "%.2f\n", s }'
}

test_expect_success 'a dry run of every file keeps nothing' '
	"$TESTS/lib/manual-maps" "$TOP/man/crm-tutorial.7" . &&
	crm init --currency USD &&
	crm account import "$data/accounts.csv" --map accounts.map -n 2>err &&
	grep "85 rows: 85 added" err &&
	test_output 0 crm account count &&
	test_output 1 crm batch list --ids
'

test_expect_success 'all four load without a reject' '
	load 2>err &&
	grep -c " 0 rejected" err >n &&
	test "$(cat n)" = 4 &&
	test_output 8800 crm opp count
'

test_expect_success 'what was won, and how much of it' '
	test_output "4238,10005534.00,2473,63.15" crm report pipeline \
		--by total --csv --no-header \
		-o won,won_amount,lost,win_rate &&
	test "$(total "stage = Won")" = 10005534.00
'

test_expect_success 'what was won by each manager and their people' '
	cat >expected <<-\END &&
	Cara Losch,1130049.00
	Celia Rouche,1603897.00
	Dustin Brinkmann,1094363.00
	Melvin Marxen,2251930.00
	Rocco Neubert,1960545.00
	Summer Sewald,1964750.00
	END
	crm report pipeline --by owner.manager --csv --no-header \
		-o owner.manager,won_amount >actual &&
	test_cmp expected actual
'

test_expect_success 'the same by a filter for one of them' '
	test "$(total "won_on is not null and owner.manager = \"Cara Losch\"")" \
		= 1130049.00
'

test_expect_success 'parents are found, wherever they stand' '
	test_output 15 crm account count -w "parent is not null" &&
	test_output "Acme Corporation" crm account show "Bluth Company" \
		--csv --no-header -o parent
'

test_expect_success 'deals without an account are kept' '
	test_output 1425 crm opp count -w "account is null"
'

test_expect_success 'what was misspelt is mended, what is new is made' '
	test_output 1480 crm opp count -w "product = \"GTX Pro\"" &&
	test_output 0 crm account count -w "industry = technolgy" &&
	test_output 12 crm account count -w "industry = technology" &&
	test_output 71 crm account count -w "country = US" &&
	test_output "open
open" crm stage list -w "name in (Engaging, Prospecting)" \
		-o category --no-header
'

test_expect_success 'days are what the file says' '
	test_output "2016-10-20,2017-03-01,2017-03-01" \
		crm opp show ext:1C1I7A6R --csv --no-header \
		-o opened,close_date,won_on &&
	test_output "2017-03-18" crm opp show ext:KWVA7VR1 \
		--csv --no-header -o lost_on
'

test_expect_success 'agents have managers and teams' '
	test_output 3 crm team count &&
	test_output 6 crm user count -w "count(users_by_manager) > 0" &&
	test_output 12 crm user count -w "team = West and manager is not null" &&
	test_output "Celia Rouche,West" crm user show "Carol Thompson" \
		--csv --no-header -o manager,team
'

test_expect_success 'the same files again change nothing, and say so' '
	crm batch list --ids >before &&
	load 2>err &&
	cat >expected <<-\END &&
	crm: 35 rows: 0 added, 0 updated, 35 unchanged, 0 rejected
	crm: 7 rows: 0 added, 0 updated, 7 unchanged, 0 rejected
	crm: 85 rows: 0 added, 0 updated, 85 unchanged, 0 rejected
	crm: 8800 rows: 0 added, 0 updated, 8800 unchanged, 0 rejected
	END
	test_cmp expected err &&
	crm batch list --ids >after &&
	test_cmp before after
'

test_expect_success 'what came in goes out, in again, and out the same' '
	for noun in team user product pipeline stage account opp; do
		crm $noun export >$noun.csv || return 1
	done &&
	test "$(wc -l <opp.csv)" = 8801 &&
	crm -d again.db init --currency USD &&
	for noun in pipeline stage; do
		crm -d again.db $noun import $noun.csv --mode upsert \
			--key id || return 1
	done &&
	for noun in team user product account opp; do
		crm -d again.db $noun import $noun.csv --mode upsert --key id \
			2>err || return 1
	done &&
	for noun in team user product pipeline stage account opp; do
		crm -d again.db $noun export >$noun.again &&
		test_cmp $noun.csv $noun.again || return 1
	done
'

test_expect_success 'a dump of it, loaded, gives the same' '
	for history in "" --history
	do
		crm dump $history >one.jsonl && rm -f copy.db* &&
		crm -d copy.db -q init && crm -d copy.db -q load one.jsonl &&
		crm -d copy.db dump $history >two.jsonl &&
		cmp one.jsonl two.jsonl || return 1
	done
'

test_expect_success 'undo takes all of it back, newest first' '
	for i in 1 2 3 4; do crm undo || return 1; done &&
	test_output 0 crm opp count &&
	test_output 0 crm account count &&
	test_output 1 crm user count &&
	test_output 6 crm stage count &&
	test_exit 3 crm undo
'

test_done
