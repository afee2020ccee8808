#!/bin/sh
test_description='--in: amounts in one currency, in lists, records and reports'
. "$(dirname "$0")/lib/setup.sh"

one() {
	crm "$@" --csv --no-header
}

test_expect_success 'deals in several currencies, and rates' '
	crm init -q &&
	crm account add Mill currency=USD annual_revenue=1000 &&
	crm account add Plain annual_revenue=500 &&
	crm opp import - -q <<-\EOF &&
	name,account,stage,amount,currency,opened,won_on
	Won,Mill,Won,100,USD,2026-06-01,2026-06-15
	Yen,,,16000,JPY,,
	Home,,,90.01,,,
	Credit,,,-0.05,USD,,
	Nothing,,,,,,
	EOF
	crm rate import - -q <<-\EOF
	date,currency,rate,inverse
	2026-01-01,USD,0.9,
	2026-11-01,USD,0.7,
	2026-11-01,JPY,,160
	2026-11-01,KWD,3,
	EOF
'

test_expect_success 'a list shows every amount in it: closed deals as they closed' '
	test_output "1,90.00,90.00,EUR
2,100.00,10.00,EUR
3,90.01,9.00,EUR
4,-0.04,0.00,EUR
5,,,EUR" one opp list --in EUR -s id -o id,amount,weighted_amount,currency &&
	test_output "1,70.00
2,100.00" one opp list --in EUR@today -s id -L 2 -o id,amount &&
	test_output "1,23.333,KWD
2,33.333,KWD" one opp list --in kwd@2026-11-02 -s id -L 2 -o id,amount,currency -w "id in (1,2)"
'

test_expect_success 'the order is that of what is shown' '
	test_output "2
3
1
4
5" one opp list --in EUR -s -amount -o id &&
	test_output "2
3" crm opp list --in EUR -s -amount -L 2 --ids
'

test_expect_success 'filters mean what they say' '
	test_output "2,100.00" one opp list --in EUR -w "amount > 10000" -o id,amount &&
	test_output "1,90.00" one opp list --in EUR -w "amount = 100USD" -o id,amount
'

test_expect_success 'in every format' '
	test_output "[
{\"id\":2,\"amount\":100.00,\"amount_minor\":10000,\"currency\":\"EUR\"}
]" crm opp list --in EUR -w id=2 -o id,amount,currency --json &&
	test_output "{\"amount\":14402,\"amount_minor\":14402}" \
		crm opp list --in JPY -w name=Home -o amount --jsonl &&
	crm opp list --in JPY -w name=Home -o name,amount --table >out &&
	grep "14402 JPY" out &&
	test_output "14402 JPY" sh -c "crm opp list --in JPY -w name=Home --template \"{amount} {currency}\n\""
'

test_expect_success 'amounts of what is referred to, and of one record' '
	test_output "1,700.00,90.00" one opp list --in EUR -w id=1 -o id,account.annual_revenue,amount &&
	test_output "Mill,700.00
Plain,500.00" one account list --in EUR -s name -o name,annual_revenue &&
	test_output "90.00,EUR" one opp show Won --in EUR -o amount,currency &&
	test_output "90.00,EUR" one show opp:Won --in EUR -o amount,currency &&
	test_exit 2 crm show opp:Won --in XXX &&
	test_output "70.00
100.00" one opp show 1 2 --in EUR@2026-11-02 -o amount &&
	test_output "100.00
90.00" one opp show 2 1 --in EUR -o amount &&
	crm stage_change add opp=Won to=Won on=2026-06-15 amount=100 currency=USD -q &&
	test_output "2026-06-15,90.00,EUR" one stage_change list --in EUR -o on,amount,currency
'

test_expect_success 'reports add up what was converted' '
	test_output "stage,open,open_amount,weighted,won,won_amount,lost,win_rate,currency
Qualification,4,189.97,19.00,0,0.00,0,,EUR
Won,0,0.00,0.00,1,90.00,0,100,EUR" crm report pipeline --in EUR &&
	test_output "4,189.97,19.00,1,70.00,0,100,EUR" one report pipeline --by total --in EUR@2026-11-02 &&
	crm report pipeline --by total --no-header >out && test "$(wc -l <out)" = 3 &&
	test_output "2026-06,90.00,90.00,90.00,90.00,90.00,EUR" \
		one forecast --in EUR --from 2026-06 --to 2026-06 &&
	test_output "2026-11,0,0,0,0,0,JPY" one forecast --in JPY --to 2026-11
'

test_expect_success 'without a rate nothing is printed' '
	crm opp add Krona amount=10 currency=SEK &&
	test_exit 3 crm opp list --in EUR >out 2>err && test_must_be_empty out &&
	grep "there is no rate of SEK on 2026-11-22 or before" err &&
	grep "hint: crm rate add currency=SEK date=2026-11-22" err &&
	crm opp list --in EUR -w "currency != SEK" &&
	crm opp list --in EUR -w "currency = SEK" -o name,account.annual_revenue &&
	test_exit 3 crm report pipeline --in EUR >out 2>err && test_must_be_empty out &&
	grep "no rate of SEK" err &&
	test_exit 3 crm opp list --in CHF >out 2>err && test_must_be_empty out &&
	crm opp delete Krona -q && test_exit 3 crm opp show Won --in JPY 2>err &&
	grep "no rate of JPY on 2026-06-15" err
'

test_expect_success 'what --in is not for' '
	test_exit 2 crm contact list --in EUR 2>err &&
	grep "no column is an amount of money" err &&
	test_exit 2 crm opp list --in EUR -o name 2>err &&
	test_exit 2 crm opp list --in EURO 2>err && grep "hint: write a code of ISO 4217" err &&
	test_exit 2 crm opp list --in EUR@30d 2>err && grep "no day" err &&
	test_exit 2 crm report pipeline --in XXX 2>err && grep "no currency" err &&
	test_exit 2 crm opp export --in EUR && test_exit 2 crm opp count --in EUR
'

test_expect_success 'codes are completed' '
	crm complete -- opp list --in U >out && grep "^USD" out
'

test_done
