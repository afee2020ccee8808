#!/bin/sh
test_description='exchange rates: kept in either direction, one a currency and day'
. "$(dirname "$0")/lib/setup.sh"

test_expect_success 'a rate is named by its currency and day, and there is one' '
	crm init -q && test_output 1 crm rate add currency=usd date=2026-11-20 rate=0.86 &&
	test_output "USD@2026-11-20" crm rate show 1 -o key --csv --no-header &&
	test_output "0.86" crm rate show USD@2026-11-20 -o rate --csv --no-header &&
	test_exit 5 crm rate add currency=USD date=2026-11-20 rate=0.87 2>err &&
	grep "USD@2026-11-20. is taken by rate 1" err &&
	crm rate set 1 date=2026-11-21 && crm rate show USD@2026-11-21 &&
	test_exit 3 crm rate show USD@2026-11-20 &&
	crm rate add currency=USD date=2026-11-20 rate=0.87 &&
	test_exit 5 crm rate set 2 date=2026-11-21 &&
	crm rate delete 1 -q && crm rate set 2 date=2026-11-21 &&
	test_exit 5 crm rate restore 1 2>err && grep "taken by rate 2" err &&
	test_exit 7 crm rate set 2 key=x
'

test_expect_success 'as an inverse it is kept as it is, and what is set last holds' '
	crm rate add currency=JPY date=2026-11-20 inverse=163.2 &&
	test_output "0.006127451,163.2" crm rate show JPY@2026-11-20 -o rate,inverse --csv --no-header &&
	crm rate set JPY@2026-11-20 inverse=160 &&
	test_output "0.00625,160" crm rate show JPY@2026-11-20 -o rate,inverse --csv --no-header &&
	crm rate set JPY@2026-11-20 rate=0.0061 &&
	test_output "0.0061," crm rate show JPY@2026-11-20 -o rate,inverse --csv --no-header &&
	test_exit 4 crm rate set JPY@2026-11-20 rate=0.0061 inverse=163 2>err &&
	grep "rate and inverse don.t agree" err &&
	crm rate set JPY@2026-11-20 rate=0.00625 inverse=160 &&
	crm rate set JPY@2026-11-20 inverse= &&
	test_output "0.00625," crm rate show JPY@2026-11-20 -o rate,inverse --csv --no-header
'

test_expect_success 'what can be no rate is refused' '
	test_exit 4 crm rate add currency=CHF date=2026-11-20 rate=0 2>err &&
	grep "above 0" err &&
	test_exit 4 crm rate add currency=CHF date=2026-11-20 inverse=-1 &&
	test_exit 4 crm rate add currency=CHF date=2026-11-20 inverse=0.000001 &&
	test_exit 4 crm rate add currency=CHF date=2026-11-20 2>err &&
	grep "needs a rate" err &&
	test_exit 4 crm rate add currency=EUR date=2026-11-20 rate=2 2>err &&
	grep "own currency, whose rate is 1" err &&
	crm rate add currency=EUR date=2026-11-20 rate=1
'

test_expect_success 'the same file every day changes nothing' '
	printf "date,currency,inverse\n2026-11-22,USD,1.08\n2026-11-22,JPY,163\n" >in.csv &&
	crm rate import in.csv --mode upsert 2>err && grep "2 added, 0 upd" err &&
	crm rate import in.csv --mode upsert 2>err &&
	grep "0 added, 0 updated, 2 unchanged" err &&
	printf "currency,rate\nUSD,0.93\nCHF,1.05\n" >in.csv &&
	crm rate import in.csv --mode upsert --default date=2026-11-22 2>err &&
	grep "1 added, 1 updated" err &&
	test_output "0.93," crm rate show USD@2026-11-22 -o rate,inverse --csv --no-header &&
	printf "[{\"currency\":\"USD\",\"date\":\"2026-11-22\",\"rate\":0.94}]" |
	crm rate import - --mode update 2>err && grep "1 updated" err
'

test_expect_success 'a day twice in one file is refused, with its line' '
	printf "date,currency,rate\n2026-11-23,USD,1\n2026-11-23,USD,2\n" >in.csv &&
	test_exit 4 crm rate import in.csv 2>err &&
	grep "in.csv:3: key: .USD@2026-11-23. is taken .*of line 2" err &&
	test_exit 4 crm rate import in.csv --mode upsert 2>err &&
	grep "in.csv:3: key: .USD@2026-11-23. is also on line 2" err &&
	printf "date,currency,rate\n,USD,1\n" >in.csv &&
	test_exit 4 crm rate import in.csv --mode upsert 2>err &&
	grep "in.csv:2: date: the key is empty" err &&
	printf "date,rate\n2026-11-23,1\n" >in.csv &&
	test_exit 2 crm rate import in.csv --mode upsert --key key 2>err &&
	grep "made of currency and date" err &&
	printf "date,currency,rate\n2026-12-23,USD,1\n" >in.csv &&
	test_exit 4 crm rate import in.csv --mode update 2>err &&
	grep "no rate has the key .USD@2026-12-23" err
'

test_expect_success 'thousands of them, into an empty table' '
	crm --db new.db init -q &&
	awk "BEGIN { print \"currency,date,rate\"; for (y = 2000; y < 2010; y++)
		for (m = 1; m < 13; m++) for (d = 1; d < 29; d++)
			printf \"USD,%d-%02d-%02d,0.9\n\", y, m, d; print \"USD,2005-05-05,1\" }" >in.csv &&
	test_exit 6 crm --db new.db rate import in.csv --partial 2>err &&
	grep "USD@2005-05-05. is taken by rate .* of line" err &&
	test_output 3360 crm --db new.db rate count &&
	crm --db new.db rate import in.csv --mode upsert --partial 2>err
	grep "3361 rows: 0 added, 0 updated, 3360 unchanged, 1 rejected" err
'

test_expect_success 'members are known by what they are in and who they are' '
	crm campaign add Fair && crm contact add Ada && crm contact add Bob &&
	printf "of,on,status\ncampaign:1,contact:1,sent\ncampaign:1,contact:2,sent\n" >in.csv &&
	crm member import in.csv --mode upsert -q &&
	sed "s/2,sent/2,clicked/" in.csv | crm member import - --mode upsert 2>err &&
	grep "0 added, 1 updated, 1 unchanged" err &&
	test_output clicked crm member show campaign:1@contact:2 -o status --csv --no-header &&
	test_exit 5 crm member add of=campaign:1 on=contact:2 2>err &&
	grep "is taken by member 2" err
'

test_expect_success 'the company keeps its currency while there are rates' '
	test_exit 5 crm config set company.currency=CHF 2>err &&
	grep "rates tell what other currencies are worth in EUR" err &&
	grep "crm rate delete --all" err &&
	crm rate delete --all -y -q && crm config set company.currency=CHF
'

test_done
