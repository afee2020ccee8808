#!/bin/sh
test_description='set, delete, restore, tag and untag: one record or many'
. "$(dirname "$0")/lib/setup.sh"

fresh() {
	no_database &&
	crm init -q &&
	for i in 1 2 3 4 5
	do
		crm contact add "C$i" email="c$i@x.test" >/dev/null || return 1
	done
}

field() {
	fields=$1
	shift
	crm contact list -s id -o "$fields" --no-header "$@"
}

batches() {
	crm batch list -o id --no-header | wc -l
}

test_expect_success 'set by reference: ids are printed' '
	fresh &&
	test_output "1
3" crm contact set 1 c3@x.test title=T &&
	test_output "1,T
2,
3,T
4,
5," field id,title
'

test_expect_success 'several fields at once, and clearing' '
	crm contact set 1 title=U department=D city= &&
	test_output "U,D" crm contact show 1 -o title,department --no-header &&
	crm contact set 1 title= &&
	test_output ",D" crm contact show 1 -o title,department --no-header
'

test_expect_success 'by filter, by stdin, all' '
	test_output "2
4" crm contact set -w "id=2 or id=4" title=F &&
	test_output "5" sh -c "echo 5 | crm contact set - title=S" &&
	crm contact set --all -y title=A >out &&
	test_line_count() { test "$(wc -l <"$1")" -eq "$2"; } &&
	test_line_count out 5 &&
	test_output 5 crm contact count -w title=A
'

test_expect_success 'nothing given is a usage error, never "all"' '
	for verb in "set title=x" delete restore "tag x" "untag x"
	do
		test_exit 2 crm contact $verb 2>err &&
		grep "^hint: .*--all" err || return 1
	done &&
	test_exit 2 crm contact set 1 &&
	test_exit 2 crm contact tag &&
	test_exit 2 crm contact set 1 -w id=1 title=x &&
	test_exit 2 crm contact set 1 --all -y title=x &&
	test_output 5 crm contact count -w title=A
'

test_expect_success 'all of them wants a yes, which nobody can give here' '
	test_exit 7 crm contact set --all title=x </dev/null 2>err &&
	grep "^hint: .*--yes" err &&
	test_exit 7 crm contact delete --all &&
	test_exit 7 crm contact delete --all --no-input &&
	test_output 5 crm contact count
'

test_expect_success 'one wrong record: nothing is changed' '
	before=$(batches) &&
	test_exit 3 crm contact set 1 2 99 title=x &&
	test_exit 5 crm contact set 1 2 email=same@x.test 2>err &&
	grep "taken by contact 1" err &&
	test_exit 4 crm contact set 1 2 birthday=never &&
	test_exit 3 crm contact delete 1 99 &&
	test_exit 3 crm contact tag x 1 99 &&
	test_output 5 crm contact count -w "title=A and email ~ @x.test" &&
	test_output 0 crm contact count -w "tags has x" &&
	test "$(batches)" = "$before"
'

test_expect_success 'what is so already is unchanged, and leaves no batch' '
	before=$(batches) &&
	test_output "1
2" crm contact set 1 2 title=A &&
	crm -v contact set 1 2 title=A 2>err >/dev/null &&
	grep "0 contacts changed, 2 unchanged" err &&
	! grep "undo with" err &&
	crm contact untag nothing 1 &&
	crm contact restore 1 &&
	test "$(batches)" = "$before"
'

test_expect_success 'the revision counts changes only' '
	fresh &&
	test_output 1 crm contact show 1 -o rev --no-header &&
	crm contact set 1 title=a && crm contact set 1 title=a &&
	test_output 2 crm contact show 1 -o rev --no-header &&
	crm contact tag t 1 &&
	test_output 3 crm contact show 1 -o rev --no-header
'

test_expect_success 'a verbose one says how to undo it' '
	crm -v contact set 1 2 title=b 2>err &&
	grep "2 contacts changed; undo with: crm undo [0-9]*$" err &&
	crm contact set 1 title=c 2>err && test_must_be_empty err
'

test_expect_success 'a dry run says what it would do, and does not' '
	before=$(batches) && crm contact export >was &&
	crm -n contact set 1 2 title=z >out 2>err &&
	test_must_be_empty out && grep "would be: 2 contacts changed" err &&
	crm -n contact delete 1 2>err && grep "would be: 1 contact deleted" err &&
	crm -n contact delete --all 2>err && grep "would be: 5 contacts" err &&
	crm -n contact tag x 1 2>err && grep "would be: 1 contact tagged" err &&
	test_exit 3 crm -n contact delete 99 &&
	test_exit 4 crm -n contact set 1 email=z &&
	test_output "[]" crm -n --json contact set 1 title=z &&
	crm contact export >is && test_cmp was is &&
	test "$(batches)" = "$before"
'

test_expect_success 'quiet is quiet' '
	crm -q -v contact set 1 title=q >out 2>err && test_must_be_empty err &&
	test_output 1 cat out
'

test_expect_success 'with a format the records are printed' '
	test_output "[
{\"id\":1,\"title\":\"J\"},
{\"id\":2,\"title\":\"J\"}
]" crm contact set 1 2 title=J --json -o id,title &&
	test_output "{\"id\":1}" crm contact tag new 1 --jsonl -o id &&
	test_output "id,title
1,K" crm contact set 1 title=K --csv -o id,title &&
	test_output "[]" crm contact set -w id=99 title=x --json &&
	test_exit 2 crm contact set 1 title=L --json -o nmae &&
	test_output K crm contact show 1 -o title --no-header
'

test_expect_success 'delete and restore' '
	fresh &&
	test_output 2 crm contact delete C2 &&
	test_output 4 crm contact count &&
	test_exit 3 crm contact set 2 title=x 2>err &&
	grep "^hint: it is deleted: crm contact restore 2" err &&
	test_exit 3 crm contact tag x 2 &&
	test_output 2 crm contact rm 2 &&
	test_output 2 crm contact restore C2 &&
	test_output 5 crm contact count &&
	no_complaints crm contact show 2 --template "{deleted_at}" &&
	crm contact delete -w "id>3" && crm contact restore -w "id>4" &&
	test_output "1
2
3
5" crm contact list --ids
'

test_expect_success 'a name may be used again; the one that is there comes first' '
	fresh &&
	crm contact delete 1 && id=$(crm contact add C1 email=c1@x.test) &&
	test_output "$id" crm contact set C1 title=x &&
	test_exit 5 crm contact restore 1 2>err &&
	grep "email: .c1@x.test. is taken by contact $id" err &&
	test_output 1 crm contact list --deleted --ids
'

test_expect_success 'tags come and go' '
	fresh &&
	test_output "1
2" crm contact tag "vip,New" 1 2 &&
	test_output "new;vip" crm contact show 1 -o tags --no-header &&
	crm contact untag VIP 1 && crm contact set 1 tags+=a tags-=new &&
	test_output a crm contact show 1 -o tags --no-header &&
	crm contact set 1 tags=x,y && crm contact set 2 tags= &&
	test_output "1,x;y
2," field id,tags -w "id<3" &&
	test_output 1 crm contact list --ids -w "tags has x" &&
	test_output 0 crm contact count -w "tags has vip" &&
	test_output "tagged,,x
tagged,,y
untagged,a,
tagged,,a
untagged,new,
untagged,vip,
tagged,,new
tagged,,vip
added,," crm contact history 1 -o op,old,new --no-header &&
	crm batch list -L 1 -o verb --no-header >out && echo set >expect &&
	test_cmp expect out
'

test_expect_success 'a record is not above itself' '
	fresh &&
	test_exit 5 crm contact set 1 reports_to=1 &&
	crm contact set 1 reports_to=2 && crm contact set 2 reports_to=3 &&
	test_exit 5 crm contact set 3 reports_to=1 2>err &&
	grep "above itself" err &&
	crm team add A && crm team add B parent=A &&
	test_exit 5 crm team set A parent=B &&
	crm account add X && test_exit 5 crm account set X parent=X
'

test_expect_success 'another currency keeps the number, or asks for it' '
	crm account add Money annual_revenue=1200 currency=EUR >id &&
	crm account set Money currency=JPY &&
	test_output 1200,JPY crm account show Money --no-header \
		-o annual_revenue,currency &&
	crm account set Money currency=KWD &&
	test_output 1200.000,KWD crm account show Money --no-header \
		-o annual_revenue,currency &&
	crm account set Money annual_revenue=1.234 &&
	test_exit 4 crm account set Money currency=EUR 2>err &&
	grep "^crm: annual_revenue: " err &&
	crm account set Money currency=EUR annual_revenue=1.23 &&
	test_output 1.23,EUR crm account show Money --no-header \
		-o annual_revenue,currency
'

test_expect_success 'a value that begins with a dash or holds =' '
	crm contact set 1 title=-x notes="a=b" &&
	test_output "-x,a=b" crm contact show 1 -o title,notes --no-header &&
	crm contact add -- "k=v" >id &&
	test_output "$(cat id)" crm contact set title=y -- "k=v"
'

test_done
