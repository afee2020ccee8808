#!/bin/sh
test_description='hooks: programs that are asked before a change and told after it'
. "$(dirname "$0")/lib/setup.sh"

crm init -q && crm account add Acme >/dev/null &&
crm contact add Ada email=ada@acme.test >/dev/null &&
crm contact add Bob >/dev/null && crm contact add Cem >/dev/null || exit 1
dir=$PWD/.config/crm/hooks
mkdir -p "$dir" && chmod 755 .config .config/crm "$dir"

# hook NAME <<\EOF: what it does.
hook() {
	{ echo "#!/bin/sh"; cat; } >"$dir/$1" && chmod 755 "$dir/$1"
}

# logged NAME: it only writes down what it is given.
logged() {
	hook "$1" <<-EOF
	echo process >>"$PWD/$1.processes"
	cat >>"$PWD/$1.log"
	EOF
}

forget() {
	rm -f "$dir"/* ./*.log ./*.processes
}

# field PATH FILE: a member of each line, as old.name, one a line.
field() {
	perl -MJSON::PP -ne '
		BEGIN { $path = shift } my $v = decode_json($_);
		$v = $v->{$_} for split /\./, $path;
		print defined $v ? $v : "null", "\n"' "$@"
}

# gone PID: no process any more, but perhaps one that nobody waited for.
gone() {
	! kill -0 "$1" 2>/dev/null || grep "^State:.*Z" "/proc/$1/status"
}

title() { crm contact show "$1" --template "{title}\n"; }
last() { crm batch list -L 1 -o id --no-header; }

test_expect_success 'one process is told all records of a command' '
	logged pre-modify && logged post-change &&
	crm contact set 1 2 3 title=x && n=$(last) &&
	for h in pre-modify post-change; do
		test_output process cat $h.processes &&
		field n $h.log >out && printf "1\n2\n3\n" >expected && test_cmp expected out &&
		field id $h.log >out && test_cmp expected out &&
		field old.title $h.log >out && test_output "null
null
null" cat out && field new.title $h.log >out && test_output "x
x
x" cat out || return 1
	done &&
	field event pre-modify.log | sort -u >out && test_output pre-modify cat out &&
	field batch pre-modify.log | sort -u >out && test_output null cat out &&
	field batch post-change.log | sort -u >out && test_output "$n" cat out &&
	field api post-change.log | sort -u >out && test_output 1 cat out &&
	field entity post-change.log | sort -u >out && test_output contact cat out &&
	field actor post-change.log | sort -u >out && test_output ada cat out &&
	field old.rev post-change.log | sort -u >out && test_output 1 cat out &&
	field new.rev post-change.log | sort -u >out && test_output 2 cat out
'

test_expect_success 'what is unchanged, read, or fails is told to nobody' '
	forget && for h in pre-add pre-modify pre-delete post-change; do logged $h; done &&
	crm contact set 1 2 3 title=x && crm contact list >/dev/null && crm contact show 1 &&
	test_exit 4 crm contact set 1 email=wrong && test_exit 5 crm contact add A email=ada@acme.test &&
	crm contact delete 99 ||: && ls >out && ! grep "\.log$" out
'

test_expect_success 'adding, deleting, restoring, labels' '
	forget && for h in pre-add pre-modify pre-delete post-change; do logged $h; done &&
	crm contact add New account=Acme >id && id=$(cat id) && crm contact tag a,b $id &&
	crm contact delete $id && crm contact restore $id &&
	field event pre-add.log >out && test_output pre-add cat out &&
	field id pre-add.log >out && test_output null cat out &&
	field new.account.name pre-add.log >out && test_output Acme cat out &&
	field old pre-add.log >out && test_output null cat out &&
	field new pre-delete.log >out && test_output null cat out &&
	field old.name pre-delete.log >out && test_output New cat out &&
	grep -o "\"tags\":[^]]*]" pre-modify.log >out &&
	printf "%s\n" "\"tags\":[]" "\"tags\":[\"a\",\"b\"]" "\"tags\":[\"a\",\"b\"]" "\"tags\":[\"a\",\"b\"]" >expected &&
	test_cmp expected out &&
	field event post-change.log >out && test "$(grep -c post-change out)" = 4 &&
	field id post-change.log | sort -u >out && test_cmp id out
'

test_expect_success 'a hook sets fields, as a user would' '
	forget && hook pre-add <<-\EOF &&
	echo "{\"n\":1,\"set\":{\"title\":\"Dr.\",\"tags\":[\"x\",\"y\"],\"account\":{\"name\":\"Acme\"}}}"
	EOF
	crm contact add Dora title=Ms >id &&
	test_output "Dr.,x;y,Acme" crm contact show "$(cat id)" -o title,tags,account --no-header &&
	hook pre-modify <<-\EOF &&
	echo "{\"n\":2,\"set\":{\"title\":null,\"first_name\":\"Robert\",\"last_name\":\"Cem\"}}"
	EOF
	crm contact set 1 2 title=y && test "$(title 1)" = y && test "$(title 2)" = "" &&
	test_output Robert crm contact show 2 -o first_name --no-header &&
	crm undo -q && test "$(title 2)" = x && test_output "" crm contact show 2 --template "{first_name}\n"
'

test_expect_success 'or is wrong about it, and nothing is done' '
	forget &&
	wrong() {
		echo "echo '\''$1'\''" | hook pre-modify &&
		test_exit 7 crm contact set 1 title=never 2>err && grep -e "$2" err &&
			test "$(title 1)" = x
	} &&
	crm contact set 1 title=x --no-hooks &&
	wrong "{\"n\":1,\"set\":{\"titel\":\"x\"}}" "set by a hook: contact has no field .titel" &&
	wrong "{\"n\":1,\"set\":{\"email\":\"x\"}}" "email: set by a hook: .x. is not an e-mail" &&
	wrong "{\"n\":1,\"set\":{\"rev\":7}}" "rev" &&
	wrong "{\"n\":2,\"set\":{\"title\":\"x\"}}" "line 1 of its answer: n is none of the records" &&
	wrong "{\"set\":{\"title\":\"x\"}}" "n is missing" &&
	wrong "{\"n\":1,\"sett\":{\"title\":\"x\"}}" "neither n, set nor reject" &&
	wrong "{\"n\":1,\"reject\":\"a\",\"set\":{\"title\":\"x\"}}" "not both" &&
	wrong "{\"n\":1,\"reject\":7}" "reject is not a text" &&
	wrong "all is well" "it is not JSON" &&
	wrong "{\"n\":1" "answer of the hook pre-modify" &&
	echo "echo {\\\"n\\\":1}; echo {\\\"n\\\":1}" | hook pre-modify &&
	test_exit 7 crm contact set 1 title=never 2>err && grep "line 2.*answered before" err &&
	forget && echo "echo {\\\"n\\\":1,\\\"set\\\":{\\\"title\\\":\\\"z\\\"}}" | hook pre-delete &&
	test_exit 7 crm contact delete 1 2>err && grep "deleted can.t be changed" err
'

test_expect_success 'a hook refuses a record, and so the command' '
	forget && hook pre-modify <<-\EOF &&
	echo "{\"n\":2,\"reject\":\"Bob stays\"}"
	EOF
	test_exit 7 crm contact set 1 2 title=never 2>err &&
	grep "^crm: refused by the hook pre-modify: contact 2: Bob stays" err && test "$(title 1)" = x &&
	crm contact set 1 title=x2 --no-hooks && test_exit 7 crm contact set 1 2 title=n --json 2>err &&
	grep "\"code\":\"refused\"" err && echo exit 3 | hook pre-modify &&
	test_exit 7 crm contact set 1 title=never 2>err && grep "said no (exit status 3)" err &&
	grep "^hint: --no-hooks" err && test "$(title 1)" = x2 &&
	echo "kill -9 \$\$" | hook pre-modify && test_exit 7 crm contact set 1 title=never 2>err &&
	grep "signal 9" err && crm contact set 1 title=x --no-hooks
'

test_expect_success 'what a hook says on stderr is seen' '
	forget && echo "echo look here >&2" | hook pre-modify && echo "echo done" | hook post-change &&
	crm contact set 1 title=x3 >out 2>err && test_output 1 cat out &&
	printf "look here\ndone\n" >expected && test_cmp expected err
'

test_expect_success 'one that does not read, and one that prints a lot' '
	forget && echo "exec <&-; exit 0" | hook pre-modify && echo : | hook post-change &&
	crm contact set --all -y title=x4 -q && test "$(title 3)" = x4 &&
	echo "yes \" \" | head -c 3000000" | hook pre-modify &&
	crm contact set 1 title=x5 && echo "yes" | hook pre-modify &&
	test_exit 7 crm contact set 1 title=never 2>err && grep "more than 64 MiB" err &&
	test "$(title 1)" = x5
'

test_expect_success 'one that takes too long is ended, with all that it runs' '
	forget && hook pre-modify <<-EOF &&
	sleep 60 &
	echo \$! >"$PWD/pid"
	wait
	EOF
	test_exit 7 crm -c core.hook-timeout=1s contact set 1 title=never 2>err &&
	grep "took longer than 1 s and was ended" err && gone "$(cat pid)" &&
	echo "sleep 60 & echo \$! >$PWD/pid" | sed "s,>\(.*\)/pid,>\"\1/pid\"," | hook pre-modify &&
	crm contact set 1 title=x6 -q && kill "$(cat pid)"
'

test_expect_success 'it goes with the command that it is of' '
	forget && hook pre-modify <<-EOF &&
	echo \$\$ >"$PWD/hook.pid"
	exec sleep 60
	EOF
	rm -f hook.pid && { crm contact set 1 title=never & } && pid=$! &&
	for i in 1 2 3 4 5 6 7 8 9 0; do test -s hook.pid && break; sleep 0.3; done &&
	kill $pid && test_exit 143 wait $pid; gone "$(cat hook.pid)" &&
	test "$(title 1)" = x6
'

test_expect_success 'hooks that call crm: others do not wait, depth has an end' '
	forget && hook pre-modify <<-\EOF &&
	crm --no-hooks contact set 3 title="depth $CRM_HOOK_DEPTH" -q >/dev/null
	EOF
	crm contact set 1 title=x7 && test "$(title 3)" = "depth 1" &&
	hook post-change <<-EOF &&
	echo \$CRM_HOOK_DEPTH >>"$PWD/depth.log"
	crm contact set 3 title=y\$CRM_HOOK_DEPTH || echo "status \$?" >>"$PWD/depth.log"
	EOF
	rm "$dir/pre-modify" && crm contact set 1 title=x8 2>err &&
	grep "hooks call each other 4 deep" err &&
	printf "1\n2\n3\n4\nstatus 7\n" >expected && test_cmp expected depth.log && test "$(title 3)" = y3
'

test_expect_success 'a record that is changed meanwhile is a conflict' '
	forget && hook pre-modify <<-\EOF &&
	cat >/dev/null; crm --no-hooks contact set 1 department=mine >/dev/null
	EOF
	test_exit 5 crm contact set 1 title=never 2>err &&
	grep "contact 1 was changed while hooks looked at it" err && test "$(title 1)" = x8 &&
	crm contact set 2 title=x9 && test "$(title 2)" = x9
'

test_expect_success 'what hooks are given to go by' '
	forget && hook post-change <<-EOF &&
	env | grep "^CRM_" | grep -v -e COLOR -e TZ | LC_ALL=C sort >"$PWD/env.log"
	crm contact show 1 -o id >>"$PWD/env.log"
	EOF
	crm user add bob -q --no-hooks >/dev/null &&
	CRM_CONFIG= crm --as bob -d "$CRM_DB" --json -c core.pager=cat contact set 1 title=x10 >out &&
	expect_file env.log <<-EOF
	CRM_CONFIG=
	CRM_DB=$CRM_DB
	CRM_FORMAT=auto
	CRM_HOOK=post-change
	CRM_HOOK_DEPTH=1
	CRM_NOW=$CRM_NOW
	CRM_NO_INPUT=1
	CRM_PAGER=cat
	CRM_SETTINGS=[core]
	CRM_USER=bob
	id
	1
	EOF
'

test_expect_success 'they can be left out, or be elsewhere' '
	forget && echo exit 1 | hook pre-modify &&
	crm contact set 1 title=a1 --no-hooks && CRM_NO_HOOKS=1 crm contact set 1 title=a2 &&
	crm -c core.no-hooks=yes contact set 1 title=a3 && test "$(title 1)" = a3 &&
	test_exit 7 crm -c core.no-hooks=no contact set 1 title=never &&
	(export CRM_NO_HOOKS=1 && test_exit 7 crm -c core.no-hooks=no contact set 1 title=never) &&
	mkdir -p other && chmod 755 other && crm -c core.hooks="$PWD/other" contact set 1 title=a4 &&
	test_exit 7 crm -c core.hooks=none contact set 1 title=never 2>err &&
	grep "core.hooks: there is no folder none" err &&
	crm -c core.hooks= contact set 1 title=a5 && test "$(title 1)" = a5 &&
	(unset HOME && crm contact set 1 title=a6) && chmod -x "$dir/pre-modify" &&
	crm contact set 1 title=a7 2>err && grep "pre-modify can.t be run and is passed over" err
'

test_expect_success 'a dry run asks, and tells nobody' '
	forget && echo exit 1 | hook pre-modify && logged post-change &&
	test_exit 7 crm contact set 1 title=never -n && echo : | hook pre-modify &&
	crm contact set 1 title=never -n && test ! -e post-change.log && test "$(title 1)" = a7
'

test_expect_success 'a batch key asks once' '
	forget && logged pre-add && logged post-change &&
	crm contact add Once --batch-key k >one && crm contact add Once --batch-key k >two &&
	test_cmp one two && test "$(wc -l <pre-add.processes)" = 1 &&
	test "$(wc -l <post-change.processes)" = 1
'

test_expect_success 'references from stdin are read once' '
	forget && logged pre-modify && printf "1\n2\n" | crm contact tag t - >out &&
	test_output "1
2" cat out && test "$(wc -l <pre-modify.log)" = 2
'

test_expect_success 'what follows from a change is told, not asked about' '
	forget && crm opp add Deal amount=5 -q >/dev/null && for h in pre-add pre-modify post-change; do logged $h; done &&
	crm opp win Deal && field entity pre-modify.log >out && test_output opp cat out &&
	test ! -e pre-add.log && field entity post-change.log >out &&
	test_output "opp
stage_change" cat out && field new.stage.name pre-modify.log >out && test_output Won cat out
'

test_expect_success 'what a hook sets has its consequences' '
	forget && hook pre-add <<-\EOF &&
	echo "{\"n\":1,\"set\":{\"stage\":\"Won\",\"amount\":12.5}}"
	EOF
	crm opp add Gift && test_output "Won,12.50,closed,2026-11-22" \
		crm opp show Gift -o stage,amount,forecast,won_on --no-header ||
	crm opp show Gift --json
'

test_expect_success 'undo asks nobody, and tells what it changed' '
	forget && for h in pre-add pre-modify pre-delete; do echo exit 1 | hook $h; done &&
	crm --no-hooks contact set 1 title=b1 tags=t1,t2 && logged post-change && crm undo -q &&
	field old.title post-change.log >out && test_output b1 cat out &&
	field new.title post-change.log >out && test_output a7 cat out &&
	grep -o "\"tags\":[^]]*]" post-change.log >out &&
	printf "%s\n" "\"tags\":[\"t1\",\"t2\"]" "\"tags\":[\"t\"]" >expected && test_cmp expected out &&
	crm undo -q "$(last)" && field batch post-change.log | tail -n 1 >out && test_output "$(last)" cat out &&
	rm post-change.log && crm --no-hooks contact add Gone -q >id && crm undo -q &&
	field old.name post-change.log >out && test_output Gone cat out &&
	field new post-change.log >out && test_output null cat out && rm post-change.log &&
	crm undo -q -n "$(last)" && test ! -e post-change.log
'

test_expect_success 'settings of the company are no records' '
	forget && logged pre-add && logged pre-modify && logged post-change &&
	crm contact set 3 phone="030 1234567" --no-hooks && crm config set company.country=DE &&
	test ! -e pre-add.log && test ! -e post-change.log &&
	test_output 1 crm contact count -w "phone=+49301234567" && crm undo -q &&
	test_output 0 crm contact count -w "phone=+49301234567"
'

test_expect_success 'a post hook that fails undoes nothing' '
	forget && echo exit 4 | hook post-change && crm contact set 1 title=c1 2>err &&
	grep "the hook post-change said no (exit status 4); what was done stays" err && test "$(title 1)" = c1
'

test_expect_success 'only files that nobody else can write are run' '
	forget && echo : | hook pre-modify && unsafe() {
		test_exit 7 crm contact set 1 title=never 2>err && grep -e "$1" err &&
			grep "^hint: .*chmod go-w" err && test "$(title 1)" = c1
	} &&
	chmod 775 "$dir/pre-modify" && unsafe "others can write .*/pre-modify" &&
	chmod 757 "$dir/pre-modify" && unsafe "others can write .*/pre-modify" &&
	chmod 755 "$dir/pre-modify" && chmod 775 "$dir" && unsafe "others can write .*/hooks" &&
	chmod 755 "$dir" && crm contact set 1 title=c1 &&
	mkdir -p open && mv "$dir/pre-modify" open/it && chmod 777 open && ln -s "$PWD/open/it" "$dir/pre-modify" &&
	unsafe "others can write .*/open" && chmod 755 open && crm contact set 1 title=c2 && crm undo -q &&
	rm "$dir/pre-modify" && ln -s nowhere "$dir/pre-modify" && crm contact set 1 title=c1
'

test "$(id -u)" = 0 && test_set_prereq ROOT
test_expect_success ROOT 'nor one of somebody else' '
	forget && echo : | hook pre-modify && chown 12345 "$dir/pre-modify" &&
	test_exit 7 crm contact set 1 title=never 2>err && grep "belongs to somebody else" err
'

cat >in.csv <<\EOF
name,email,account
Dan,dan@acme.test,Acme
Bad,bad@acme.test,Acme
Ada,ada@acme.test,
EOF

test_expect_success 'an import asks its own hooks, row by row' '
	forget && for h in pre-add pre-modify post-change pre-import post-import; do logged $h; done &&
	crm contact import in.csv --key email --mode upsert &&
	test_output process cat pre-import.processes && test ! -e pre-add.log && test ! -e post-change.log &&
	field n pre-import.log >out && test_output "1
2" cat out && field new.account.name pre-import.log >out && test_output "Acme
Acme" cat out && field new.name post-import.log >out && test_output "Dan
Bad" cat out && field batch post-import.log | sort -u >out && test_output "$(last)" cat out && crm undo -q
'

test_expect_success 'what they set is in the rows' '
	forget && hook pre-import <<-\EOF &&
	perl -MJSON::PP -ne "my \$v = decode_json(\$_);
		print encode_json({ n => \$v->{n}, set => { title => \"row \$v->{n}\" } }), qq(\n)"
	EOF
	crm contact import in.csv --key email --mode upsert && test "$(title dan@acme.test)" = "row 1" &&
	test "$(title bad@acme.test)" = "row 2" && test "$(title 1)" = c1 && crm undo -q
'

test_expect_success 'a row that they refuse is a rejected row' '
	forget && echo "echo {\\\"n\\\":2,\\\"reject\\\":\\\"no Bad\\\"}" | hook pre-import && logged post-import &&
	test_exit 4 crm contact import in.csv --key email --mode upsert 2>err &&
	grep "^in.csv:3: refused by the hook pre-import: no Bad" err && test ! -e post-import.log &&
	test_exit 6 crm contact import in.csv --key email --mode upsert --partial --rejects bad.csv 2>err &&
	grep "1 added, 0 updated, 1 unchanged, 1 rejected" err && grep "^Bad,.*refused by the hook" bad.csv &&
	test "$(grep -c . bad.csv)" = 2 && field new.name post-import.log >out && test_output Dan cat out &&
	crm undo -q && echo exit 9 | hook pre-import &&
	test_exit 7 crm contact import in.csv --key email --mode upsert && test_output 0 crm contact count -w name=Dan
'

test_expect_success 'rows that are wrong anyway are told once' '
	forget && logged pre-import && printf "name,email\nA,wrong\nB,b@x.test\nC,worse\n" >some.csv &&
	test_exit 6 crm contact import some.csv --partial --rejects bad.csv 2>err &&
	test "$(grep -c "^some.csv:" err)" = 2 && grep "1 added.*2 rejected" err &&
	test "$(grep -c . bad.csv)" = 3 && field n pre-import.log >out && test_output 2 cat out
'

test_done
