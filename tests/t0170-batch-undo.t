#!/bin/sh
test_description='every command is a batch, and can be taken back'
. "$(dirname "$0")/lib/setup.sh"

fresh() {
	no_database && crm init -q &&
	crm account add Acme >/dev/null &&
	crm contact add Ada email=ada@x.test account=Acme tags=vip >/dev/null &&
	crm contact add Bob email=bob@x.test >/dev/null &&
	crm opp add Deal amount=100 account=Acme >/dev/null
}

state() {
	for noun in account contact opp user stage stage_change product
	do
		crm $noun export --jsonl -o "*" &&
		crm $noun export --deleted --jsonl -o "*" || return 1
	done | sed "s/\"updated_at\":[^,]*,\"updated_by\":[^,]*,\"rev\":[0-9]*,//"
}

last() {
	crm batch list -L 1 -o id --no-header
}

# undone COMMAND...: undo takes it back, undo of that does it again, and so on
undone() {
	fresh && state >s1 && "$@" >/dev/null && state >s2 &&
	! cmp -s s1 s2 &&
	crm undo -q && state >s && test_cmp s1 s &&
	crm undo "$(last)" -q && state >s && test_cmp s2 s &&
	crm undo "$(last)" -q && state >s && test_cmp s1 s &&
	crm undo "$(last)" -q && state >s && test_cmp s2 s &&
	crm undo -q && state >s && test_cmp s1 s
}

test_expect_success 'undo of each verb, of that, and of that' '
	undone crm contact add Eve email=eve@x.test tags=a,b &&
	undone crm contact set 1 title=x email=new@x.test account= &&
	undone crm contact set --all -y title=x tags+=q &&
	undone crm contact delete 1 &&
	undone crm contact delete -w "id>0" &&
	undone crm contact tag "x,y" 1 2 &&
	undone crm contact untag vip 1 &&
	undone crm contact set 1 tags=other &&
	undone crm opp move Proposal 1 &&
	undone crm opp win 1 &&
	undone crm opp lose 1 --reason x &&
	undone crm stage set 1 probability=11 name=First &&
	undone crm user add login=eve &&
	undone crm product add P
'

test_expect_success 'undo of a restore' '
	fresh && crm contact delete 1 && state >s1 && crm contact restore 1 &&
	crm undo -q && state >s && test_cmp s1 s
'

test_expect_success 'undo of an import' '
	fresh && state >s1 &&
	printf "name,email,title\nAda,ada@x.test,Dr\nNew,new@x.test,Ms\n" >in.csv &&
	crm contact import in.csv --mode upsert --key email -q &&
	test_output 3 crm contact count && state >s2 &&
	crm undo -q && state >s && test_cmp s1 s &&
	crm undo "$(last)" -q && state >s && test_cmp s2 s
'

test_expect_success 'undo again and again goes back to the beginning' '
	fresh && for i in 1 2 3 4; do crm undo -q || return 1; done &&
	test_output 0 crm contact count && test_output 0 crm account count &&
	test_exit 3 crm undo 2>err && grep "nothing to undo" err &&
	test_exit 7 crm undo 1 && test_output 1 crm user count
'

test_expect_success 'it says what it did' '
	fresh && crm contact set 1 2 title=x &&
	crm undo 2>err && grep "batch 6 undone: 0 removed, 2 changed back, 0 brought back" err &&
	crm undo 7 2>err && grep "2 changed back" err &&
	crm contact add X && crm undo 2>err && grep "1 removed" err &&
	crm -n undo 2>err && grep "batch 6 would be undone" err &&
	test_output x crm contact show 1 -o title --no-header
'

test_expect_success 'undone already' '
	fresh && crm contact set 1 title=x && crm undo -q &&
	test_exit 5 crm undo 6 2>err && grep "undone already by batch 7" err &&
	grep "^hint: to do it again: crm undo 7" err &&
	crm undo 7 -q && crm undo 8 -q && test_exit 5 crm undo 6 2>err &&
	grep "by batch 7" err &&
	test_exit 3 crm undo 99 && test_exit 2 crm undo x && test_exit 2 crm undo 0
'

test_expect_success 'a later change of the same record stands in the way' '
	fresh && crm contact set 1 title=x && crm contact set 2 title=x &&
	crm contact set 1 department=y &&
	test_exit 5 crm undo 6 2>err &&
	grep "batch 6 can.t be undone: the later batch 8 changed contact 1" err &&
	grep "^hint: undo that one first: crm undo 8" err &&
	crm undo 7 -q && crm undo 8 -q && crm undo 6 -q
'

test_expect_success 'so do tags and moves of it, but not once they are undone' '
	fresh && crm contact set 1 title=x && crm contact tag new 1 &&
	test_exit 5 crm undo 6 && crm undo 7 -q && crm undo 6 -q &&
	fresh && crm opp set 1 next_step=x && crm opp win 1 &&
	test_exit 5 crm undo 6 && crm undo -q && crm undo 6 -q
'

test_expect_success 'what was done again counts again' '
	fresh && crm contact set 1 title=x && crm contact set 1 title=y &&
	crm undo 7 -q && crm undo 8 -q && test_exit 5 crm undo 6 2>err &&
	grep "later batch 7" err &&
	crm undo 9 -q && crm undo 6 -q &&
	no_complaints crm contact show 1 --template "{title}"
'

test_expect_success 'references stand in the way' '
	fresh && test_exit 5 crm undo 2 2>err &&
	grep "later batch [34] refers to it by" err &&
	crm contact set 1 account= && crm opp set 1 account= &&
	crm undo 2 -q && test_output 0 crm account count &&
	fresh && crm user add login=eve && crm --as eve contact add X &&
	test_exit 5 crm undo 6 2>err && grep "contact 3" err
'

test_expect_success 'nothing comes back that refers to what is gone' '
	fresh && crm account add New && crm contact add X account=New &&
	crm undo 7 -q && crm undo 6 -q &&
	test_exit 5 crm undo 8 2>err &&
	grep "later batch 9 removed account 2" err &&
	crm undo 9 -q && crm undo 8 -q &&
	test_output New crm contact show X -o account --no-header
'

test_expect_success 'a unique value that somebody else has by now' '
	fresh && crm contact delete 1 && crm contact add Ada2 email=ada@x.test &&
	test_exit 5 crm undo 6 2>err &&
	grep "later batch 7 gave the email it had to contact 3" err &&
	crm undo 7 -q && crm undo 6 -q &&
	fresh && crm contact set 1 email=other@x.test &&
	crm contact set 2 email=ada@x.test &&
	test_exit 5 crm undo 6 && crm undo 7 -q && crm undo 6 -q &&
	fresh && crm contact add X email=x@x.test && crm undo -q &&
	crm contact set 2 email=x@x.test && test_exit 5 crm undo 7
'

test_expect_success 'nobody comes to stand above themselves' '
	fresh && crm contact set 1 reports_to=2 && crm contact set 1 reports_to= &&
	crm contact set 2 reports_to=1 &&
	test_exit 5 crm undo 7 2>err &&
	grep "later batch 8 put below it contact 2" err &&
	crm undo 8 -q && crm undo 7 -q
'

test_expect_success 'a refusal changes nothing' '
	fresh && crm contact set 1 title=x && crm contact set 1 title=y &&
	state >s1 && crm batch list >b1 && test_exit 5 crm undo 6 &&
	state >s2 && test_cmp s1 s2 && crm batch list >b2 && test_cmp b1 b2
'

test_expect_success 'batch list' '
	fresh && crm contact set 1 title=x && crm undo -q &&
	crm batch list >out &&
	expect_file out <<-\EOF2
	id,at,by,noun,verb,added,updated,removed,undoes,undone
	7,2026-11-22T12:00:00Z,ada,batch,undo,0,1,0,6,
	6,2026-11-22T12:00:00Z,ada,contact,set,0,1,0,,7
	5,2026-11-22T12:00:00Z,ada,opp,add,1,0,0,,
	4,2026-11-22T12:00:00Z,ada,contact,add,1,0,0,,
	3,2026-11-22T12:00:00Z,ada,contact,add,1,0,0,,
	2,2026-11-22T12:00:00Z,ada,account,add,1,0,0,,
	1,2026-11-22T12:00:00Z,ada,database,init,8,0,0,,
	EOF2
	test_output "7,batch
6,contact" crm batch list -L 2 -o id,noun --no-header &&
	test_output "{\"id\":7}" crm batch list -L 1 --jsonl -o id
'

test_expect_success 'batch show' '
	crm batch show 6 >out &&
	expect_file out <<-\EOF2 &&
	entity,id,upto,op,field,old
	contact,1,,changed,title,
	EOF2
	crm contact set 1 title=a email=q@x.test && crm batch show 8 -o field,old >out &&
	expect_file out <<-\EOF2 &&
	field,old
	email,ada@x.test
	title,
	EOF2
	test_exit 3 crm batch show 99
'

test_expect_success 'history tells who, when and what' '
	crm user add login=eve && crm --as eve --now 2026-12-24 contact set 1 title=b &&
	crm contact history 1 --no-header | head -1 >out &&
	expect_file out <<-\EOF2
	10,2026-12-24T00:00:00Z,eve,changed,title,a,b
	EOF2
'

test_expect_success 'a batch key: once, and the same answer again' '
	fresh &&
	a=$(crm contact add K --batch-key k1) && b=$(crm contact add K --batch-key k1 2>err) &&
	test "$a" = "$b" && grep "done already" err &&
	test_output 1 crm contact count -w name=K &&
	crm contact set 1 2 title=x --batch-key k2 >1 &&
	crm contact set 1 2 title=y &&
	crm contact set 1 2 title=x --batch-key k2 >2 && test_cmp 1 2 &&
	test_output y crm contact show 1 -o title --no-header &&
	echo 1 | crm contact tag t - --batch-key k3 >1 &&
	echo 1 | crm contact tag t - --batch-key k3 >2 && test_cmp 1 2
'

test_expect_success 'other arguments, or undone: exit 5' '
	test_exit 5 crm contact add L --batch-key k1 2>err &&
	grep "other arguments" err && grep "^hint: use another" err &&
	test_exit 5 crm account add K --batch-key k1 &&
	echo 2 | test_exit 5 crm contact tag t - --batch-key k3 &&
	crm undo -q && crm undo -q && crm undo -q && crm undo -q &&
	test_exit 5 crm contact add K --batch-key k1 2>err && grep "was undone" err &&
	test_output 0 crm contact count -w name=K
'

test_expect_success 'a key of what changed nothing is kept, too' '
	fresh && crm contact set 1 title= --batch-key same &&
	test_exit 5 crm contact set 1 title=x --batch-key same
'

test_expect_success 'undo with a key is done once' '
	fresh && crm contact set 1 title=x &&
	test_exit 2 crm undo --batch-key u &&
	crm undo 6 --batch-key u -q && crm undo 6 --batch-key u 2>err &&
	grep "done already" err && test_exit 5 crm undo 5 --batch-key u
'

test_expect_success 'an import with a key is done once' '
	printf "name\nI1\nI2\n" >in.csv &&
	crm contact import in.csv --batch-key i --ids >1 &&
	crm contact import in.csv --batch-key i --ids >2 && test_cmp 1 2 &&
	test_output 2 crm contact count -w "name^=I" &&
	printf "name\nI3\n" >in.csv && test_exit 5 crm contact import in.csv --batch-key i
'

test_done
