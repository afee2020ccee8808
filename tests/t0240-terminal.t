#!/bin/sh
test_description='on a terminal: tables, questions, the pager'
. "$(dirname "$0")/lib/setup.sh"

if ! script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
	skip_all='there is no script(1) to play a terminal'
	test_expect_success 'an editor has the terminal, and is opened again where that is wanted' '
	mkdir -p tmp bin && cat >bin/again <<-\EOF2 &&
	#!/bin/sh
	test -t 0 && test -t 1 || exit 9
	if grep -q "^birthday: x" "$1"
	then sed -i "s/^birthday:.*/birthday: 1815-12-10/" "$1"
	else sed -i "s/^birthday:.*/birthday: x/" "$1"
	fi
	EOF2
	chmod +x bin/again &&
	(export TMPDIR="$PWD/tmp" EDITOR="sh bin/again" &&
	tty "" crm contact edit 1 && grep "txt:[0-9]*: birthday: .x. is not a day" out &&
	grep "Edit it again? \[Y/n\] " out && grep "1 contact changed" out && grep "undo with: crm undo" out &&
	test_output 1815-12-10 crm contact show 1 -o birthday --no-header && test -z "$(ls tmp)" &&
	test_exit 4 tty n crm edit contact:2 && grep "the text is kept in" out &&
	rm -r tmp/* && tty n "id=\$(crm contact edit 2); echo got=\$id" && grep "^got=$" out &&
	grep "birthday: .x. is not a day" out && ! grep "status 9" out && rm -r tmp/* &&
	tty n "echo 2 | crm contact edit -; true" && grep "birthday: .x. is not a day" out)
'

test_done
fi

crm init -q && crm contact add Ada >/dev/null && crm contact add Bob >/dev/null &&
crm contact add Eve >/dev/null || exit 1
export TERM=dumb CRM_COLOR=never

# tty ANSWER COMMAND...: its output and status as on a terminal; the words of
# the command hold no blanks
tty() {
	answer=$1
	shift
	# It never ends: at the end of its input script(1) may lose output.
	rm -f keys && mkfifo keys && exec 8<>keys && echo "$answer" >&8
	script -qec "$*" /dev/null <&8 >typescript
	status=$?
	exec 8>&-
	tr -d '\r' <typescript >out
	return $status
}

test_expect_success 'a question, and no is no' '
	test_exit 7 tty n crm contact delete --all &&
	grep "Delete every contact? \[y/N\]" out &&
	grep "nothing was done" out &&
	test_exit 7 tty "" crm contact set --all title=x &&
	test_exit 7 tty y crm contact delete --all --no-input &&
	(export CRM_NO_INPUT=1 && test_exit 7 tty y crm contact delete --all) &&
	test_output 3 crm contact count
'

test_expect_success 'yes is yes, and says how to undo it' '
	tty y crm contact delete --all &&
	grep "3 contacts deleted; undo with: crm undo" out &&
	test_output 0 crm contact count && crm undo -q &&
	tty y crm contact set --all title=x --yes && ! grep "y/N" out
'

test_expect_success 'a table to read, no ids of what was changed' '
	tty "" crm contact list --no-pager && grep "^ID  NAME" out &&
	tty "" crm contact show 1 --no-pager -o id,name && grep "^name: Ada" out &&
	tty "" crm contact set 1 title=y && ! grep "^1$" out &&
	tty "" crm contact add New && grep "^4$" out
'

test_expect_success 'the pager, and none' '
	export CRM_PAGER="sed s/^/paged:/" &&
	tty "" crm contact list && grep "^paged:ID" out &&
	tty "" crm contact list --no-pager && ! grep paged: out &&
	tty "" crm contact count && ! grep paged: out &&
	tty "" crm contact list --output file && ! grep paged: out file &&
	CRM_PAGER=cat && tty "" crm contact list && grep "^ID" out
'

test_expect_success 'at 80 columns headings can be read' '
	crm init -q --demo --db demo.db &&
	tty "" "stty cols 80; crm --db demo.db report pipeline --no-pager" &&
	grep "OPEN_AMOUNT  .*WON_AMOUNT  LOST  WIN_RATE  CUR$" out &&
	tty "" "stty cols 80; crm --db demo.db opp list --no-pager" &&
	grep "AMOUNT  CUR  CLOSE_DATE$" out &&
	tty "" "stty cols 80; crm --db demo.db forecast --no-pager" &&
	grep "WEIGHTED  CURRENCY$" out &&
	crm --db demo.db report pipeline --table | grep "CURRENCY$"
'

test_expect_success 'colour as it is wished' '
	unset CRM_COLOR && export TERM=xterm &&
	esc=$(printf "\033") &&
	tty "" crm contact list --no-pager && grep "$esc\[1m" out &&
	(export NO_COLOR=1 && tty "" crm contact list --no-pager && ! grep "$esc" out) &&
	(export CRM_COLOR=never && tty "" crm contact list --no-pager && ! grep "$esc" out) &&
	crm contact list --table | { ! grep "$esc"; } &&
	crm contact list --table --color always | grep "$esc\[1m"
'

test_expect_success 'an editor has the terminal, and is opened again where that is wanted' '
	mkdir -p tmp bin && cat >bin/again <<-\EOF2 &&
	#!/bin/sh
	test -t 0 && test -t 1 || exit 9
	if grep -q "^birthday: x" "$1"
	then sed -i "s/^birthday:.*/birthday: 1815-12-10/" "$1"
	else sed -i "s/^birthday:.*/birthday: x/" "$1"
	fi
	EOF2
	chmod +x bin/again &&
	(export TMPDIR="$PWD/tmp" EDITOR="sh bin/again" &&
	tty "" crm contact edit 1 && grep "txt:[0-9]*: birthday: .x. is not a day" out &&
	grep "Edit it again? \[Y/n\] " out && grep "1 contact changed" out && grep "undo with: crm undo" out &&
	test_output 1815-12-10 crm contact show 1 -o birthday --no-header && test -z "$(ls tmp)" &&
	test_exit 4 tty n crm edit contact:2 && grep "the text is kept in" out &&
	rm -r tmp/* && tty "" "id=\$(crm contact edit 1 --only title,birthday); echo id=\$id" && rm -fr tmp/* &&
	crm contact list --ids >ids && test_exit 9 sh -c "crm contact edit - <ids; exit 9")
'

test_expect_success 'where columns are narrow, links are still whole' '
	(id=$(crm contact add "Wolfeschlegelsteinhausen Bergerdorff") &&
	crm log note "contact:$id" "a subject of many words that does not fit into it" -q &&
	cat >narrow.sh <<-EOF2 &&
	stty cols 80
	crm timeline contact:$id
	EOF2
	tty "" sh narrow.sh && test "$(grep -c " contact:$id " out)" -ge 1 &&
	grep "…" out)
'

test_done
