#!/bin/sh
test_description='naming records: references, and - for stdin'
. "$(dirname "$0")/lib/setup.sh"

crm init -q &&
crm contact add "Ada Lovelace" email=ada@acme.test ext_id=erp:42 >/dev/null &&
crm contact add first_name=Bob last_name=Smith email=bob@acme.test >/dev/null &&
crm contact add "Bob Smith" email=bob2@acme.test >/dev/null &&
crm contact add "12345" >/dev/null &&
crm contact add "Čeněk Ñandú" >/dev/null || exit 1

shown() {
	crm contact show -o id --no-header "$@"
}

# tagged TAG FORMAT [OPTION]: what stdin of FORMAT makes of crm contact tag
tagged() {
	tag=$1
	printf '%b' "$2" | crm contact tag "$tag" - ${3:+"$3"} >out || return
	tr "\0" "\n" <out
}

test_expect_success 'id, e-mail, key and name' '
	for ref in 1 ada@acme.test ADA@Acme.Test ext:erp:42 "Ada Lovelace" \
		"ada lovelace"
	do
		test_output 1 shown "$ref" || return 1
	done &&
	test_output 5 shown "čeněk ñandú"
'

test_expect_success 'digits are an id, and never a name' '
	test_exit 3 crm contact show 12345 2>err && ! grep hint err &&
	test_output 4 shown 4
'

test_expect_success 'no such record is exit 3, with the nearest' '
	test_exit 3 crm contact show "Ada Lovelac" 2>err &&
	grep "no contact .Ada Lovelac." err &&
	grep "did you mean .Ada Lovelace." err &&
	test_exit 3 crm contact show ext:erp:43 &&
	test_exit 3 crm contact show nobody@acme.test &&
	test_exit 3 crm contact show 0 &&
	test_exit 3 crm contact show 99999999999999999999
'

test_expect_success 'several hits are exit 5, with the candidates' '
	test_exit 5 crm contact show "bob smith" 2>err &&
	grep "ambiguous" err && grep "^hint: .*2 (Bob Smith), 3 (Bob Smith)" err &&
	test_exit 5 crm --json contact delete "Bob Smith" 2>err &&
	grep "\"code\":\"conflict\"" err &&
	test_output 5 crm contact count
'

test_expect_success 'one that is exactly so stands before those that are alike' '
	crm account add ACME && crm account add acme &&
	test_output 2 crm account show acme -o id --no-header &&
	test_exit 5 crm account show Acme
'

test_expect_success 'blanks round the words of a name are not looked at' '
	id=$(crm contact add " Jean   Luc ") &&
	test_output "$id" crm contact show "jean luc" -o id --no-header &&
	test_output "$id" crm contact show "  Jean Luc" -o id --no-header &&
	test_output " Jean   Luc " crm contact show $id -o name --no-header &&
	test_exit 3 crm contact show "Jean L uc" && crm contact delete $id
'

test_expect_success 'after -- nothing is an option or an assignment' '
	crm contact add -- "-x" >id && test_output "$(cat id)" shown -- -x &&
	crm contact add -- "a=b" >id && test_output "$(cat id)" shown -- a=b
'

test_expect_success 'stdin: ids, lines, NUL' '
	test_output "1
2" tagged t1 "1\n2\n" &&
	test_output "1
2" tagged t2 "1\r\n\n \n2" &&
	test_output "1
3" tagged t3 "1\00003\0000" -0 &&
	test_output "1
5" tagged t4 "ada@acme.test\nČeněk Ñandú\n"
'

test_expect_success 'stdin: CSV with a column id, TSV' '
	test_output "1
3" tagged c1 "id,name\n1,x\n3,\"y\n,z\"\n" &&
	test_output 4 tagged c2 "name,id\n\"a,1\",4\n" &&
	test_output 2 tagged c3 "name\tid\nx\t2\n" &&
	no_complaints tagged c4 "id,name\n"
'

test_expect_success 'stdin: JSON and JSONL' '
	test_output "1
2" tagged j1 "[\n{\"id\":1,\"name\":\"[\"},\n{\"id\":2}\n]\n" &&
	test_output "1
2" tagged j2 "{\"id\":1}\n{\"id\":2,\"tags\":[1]}\n" &&
	no_complaints tagged j3 "[]"
'

test_expect_success 'no references at all is success' '
	crm batch list >before &&
	for verb in "set title=x" delete restore "tag x" "untag x"
	do
		crm contact $verb - </dev/null >out || return 1
		test_must_be_empty out || return 1
	done &&
	crm contact show - </dev/null -o id >out && echo id >expect &&
	test_cmp expect out &&
	test_exit 3 crm contact tag x - --exit-status </dev/null &&
	crm batch list >after && test_cmp before after
'

test_expect_success 'what stdin can not mean is exit 4 with its line' '
	for bad in "1\n\377\n" "{\"id\":1}\n{\"x\":2}\n" "{\"id\":1" \
		"id,name\n1,x\n2\n" "[{\"id\":1},{\"id\":1.5}]"
	do
		printf "%b" "$bad" | test_exit 4 crm contact tag bad - 2>err || return 1
		grep "standard input" err || return 1
	done &&
	printf "1\n99\n" | test_exit 3 crm contact tag bad - &&
	test_output 0 crm contact count -w "tags has bad"
'

test_expect_success 'stdin is used once' '
	echo 1 | test_exit 2 crm contact set - notes=@- 2>err &&
	grep "stdin is wanted twice" err &&
	echo 1 | test_exit 2 crm contact set - - title=x &&
	echo 1 | test_exit 2 crm contact set 1 notes=@- title=@-
'

test_expect_success 'stdin is not read unless it is written' '
	printf "1\n2\n" | { crm contact set 3 title=x >/dev/null &&
	cat >left; } && test_output "1
2" cat left
'

test_expect_success 'what one prints the other reads, in every format' '
	for format in csv tsv json jsonl ids
	do
		crm contact list -F $format -w "id<4" |
			crm contact tag "from-$format" - >out &&
		test_output 3 crm contact count -w "tags has from-$format" ||
			return 1
	done &&
	crm contact list --ids -0 -w "id<4" | crm contact tag from-null -0 - &&
	test_output 3 crm contact count -w "tags has from-null" &&
	crm contact list -w "tags has from-null" | crm contact untag from-null - |
		crm contact set - department=D | crm contact show - -o id --no-header \
		>out &&
	sort out >sorted && test_output "1
2
3" cat sorted
'

test_expect_success 'a pipeline over all records does not lock itself' '
	perl -e "print \"name\n\"; print \"N\$_\n\" for 1 .. 3000" >many.csv &&
	crm contact import many.csv -q &&
	crm contact list | crm contact tag all - >out &&
	test_output "$(crm contact count)" crm contact count -w "tags has all" &&
	crm contact list --json -o id | crm contact delete - >out &&
	test_output 0 crm contact count
'

test_done
