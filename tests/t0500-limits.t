#!/bin/sh
test_description='long texts: kept as they are, but found by their beginning'
. "$(dirname "$0")/lib/setup.sh"

crm init -q || exit 1

# long N: N letters and digits that no engine makes shorter.
long() {
	perl -e 'my $x = 1; print map { $x = ($x * 1103515245 + 12345) % 2147483648;
		chr(97 + ($x >> 16) % 26) } 1 .. shift' "$1"
}
long 5000 >name
printf "Zz%s" "$(cat name)" >other

test_expect_success 'a name may be of any length, and finds its record' '
	crm account add name=@name >id && crm account add name=@other &&
	crm account show "$(cat name)" -o id --csv --no-header >out &&
	test_cmp id out &&
	test_output "$(cat id)" crm account list -w "name='\''$(cat name)'\''" --ids &&
	test_output "$(cat id)" crm account list -w "name^=$(head -c 900 name)" --ids &&
	test_output "$(cat name)" crm account show "$(cat id)" --template "{name}\n"
'

test_expect_success 'two that differ far behind are two' '
	{ cat name; echo x; } | tr -d "\n" >third &&
	crm account add name=@third >id3 &&
	test_output "$(cat id3)" crm account list -w "name='\''$(cat third)'\''" --ids &&
	crm account show "$(cat third)" -o id --csv --no-header >out &&
	test_cmp id3 out && crm contact add X account="$(cat third)" &&
	test_output "$(cat id3)" crm contact list -o account.id --csv --no-header
'

test_expect_success 'so do names with a last name' '
	crm contact add first_name=Ada last_name=@name >id &&
	test_output "$(cat id)" crm contact list -w "name='\''Ada $(cat name)'\''" --ids &&
	crm contact show "Ada $(cat name)" -o id --csv --no-header >out &&
	test_cmp id out
'

test_expect_success 'codes and logins that are made of a name are short enough' '
	crm product add name=@name && crm user add name=@name &&
	crm product list --template "{code}" >code && test "$(wc -c <code)" = 800 &&
	crm user list -s -id -L 1 --template "{login}" >code &&
	test "$(wc -c <code)" = 800
'

test_expect_success 'a key in another system, a tag, a batch key may not be long' '
	test_exit 4 crm account add X ext_id=@name 2>err &&
	grep "^crm: ext_id: is too long: 5000 bytes, and there may be 800" err &&
	test_exit 4 crm account add X tags=@name 2>err &&
	grep "^crm: tags: a tag is too long" err &&
	test_exit 4 crm account tag "$(cat name)" 1 2>err &&
	grep "^crm: tags: a tag is too long" err &&
	test_exit 2 crm account add X --batch-key "$(cat name)" 2>err &&
	grep "^crm: the batch key is too long" err &&
	printf "name,ext_id\nX,%s\n" "$(cat name)" >in.csv &&
	test_exit 4 crm account import in.csv 2>err &&
	grep "^in.csv:2: ext_id: is too long" err &&
	crm account add Y tags="$(head -c 800 name)" ext_id="$(head -c 800 name)"
'

test_expect_success 'and the keys are what doctor makes of them' '
	crm doctor && engine_sound
'

test_done
