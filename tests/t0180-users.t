#!/bin/sh
test_description='who is acting, and who may write'
. "$(dirname "$0")/lib/setup.sh"

crm init -q && crm contact add Ada >/dev/null &&
crm user add login=bob >/dev/null || exit 1

refused() {
	test_exit 7 crm "$@" contact add X 2>err &&
	grep "may only read" err && grep "^hint:" err
}

test_expect_success 'an unknown user reads, and does not write' '
	crm --as eve contact list >out && crm contact list >expect &&
	test_cmp expect out && crm --as eve contact show 1 >out &&
	refused --as eve && grep "crm user add login=eve" err &&
	echo name >in.csv && echo X >>in.csv &&
	for words in "contact set 1 title=x" "contact delete 1" "contact tag x 1" \
		"undo" "opp win 1" "contact import in.csv" "user add login=eve"
	do
		test_exit 7 crm --as eve $words || return 1
	done &&
	test_exit 2 crm --as eve contact list -w owner=me &&
	test_output 1 crm contact count
'

test_expect_success 'a readonly one, and one that is not active' '
	crm user add login=guest role=readonly && refused --as guest &&
	crm user set bob active=no && refused --as bob &&
	crm --as bob contact count && crm user set bob active=yes &&
	crm --as bob contact add B && crm user delete bob &&
	refused --as bob && crm user restore bob
'

test_expect_success 'me is who acts, none is nobody' '
	crm --as bob contact add C owner=me >id &&
	test_output "$(cat id)" crm --as bob contact list --ids -w "owner=me and name=C" &&
	crm contact set "$(cat id)" owner=none &&
	test_output "$(cat id)" crm contact list --ids -w "owner=none" &&
	test_output "$(cat id)" crm contact list --ids -w "owner is null"
'

test_expect_success '--as, CRM_USER, core.user, the login' '
	export CRM_USER && CRM_USER=bob crm contact add U1 &&
	test_output bob crm contact show U1 -o owner --no-header &&
	CRM_USER=eve crm --as bob contact add U2 &&
	test_output bob crm contact show U2 -o owner --no-header &&
	(unset CRM_USER && crm -c core.user=bob contact add U3) &&
	test_output bob crm contact show U3 -o owner --no-header &&
	crm user add login="$(id -un)" ||: &&
	(unset CRM_USER && crm contact add U4) &&
	test_output "$(id -un)" crm contact show U4 -o created_by --no-header
'

test_expect_success 'who did what' '
	crm --as bob contact set 1 title=x &&
	test_output bob,1 crm batch list -L 1 -o by,updated --no-header &&
	test_output ada,bob crm contact show 1 -o created_by,updated_by --no-header &&
	test_output bob crm contact show 1 -o updated_by.login --no-header
'

test_expect_success 'nobody locks themselves out' '
	for words in "user delete ada" "user set ada active=no" \
		"user set ada role=readonly" "user delete --all -y"
	do
		test_exit 7 crm $words || return 1
	done &&
	test_exit 7 crm user set ada role=rep 2>err && grep "no admin any more" err &&
	crm user set bob role=admin &&
	crm --as bob user set ada role=readonly && refused --as ada &&
	crm --as bob user set ada role=admin && crm contact set 1 title=y &&
	crm user set bob role=rep
'

test_expect_success 'users are for admins to add and to change' '
	echo login >in.csv && echo eve >>in.csv &&
	crm --as bob user set bob name=Bobby email=bob@x.test capacity=3 &&
	for words in "user add login=eve" "user import in.csv" "user set bob role=admin" \
		"user set bob login=rob" "user set ada active=no" "user delete ada"
	do
		test_exit 7 crm --as bob $words 2>err && grep "only an admin may" err &&
			grep "hint: crm user list -w role=admin" err || return 1
	done &&
	test_output rep crm user show bob -o role --no-header
'

batch() { crm batch list -L 1 -o id --no-header; }

test_expect_success 'and what was done to them for admins to take back' '
	crm user set bob capacity=4 && crm --as bob undo -q &&
	crm user set bob role=manager && n=$(batch) &&
	test_exit 7 crm --as bob undo 2>err && grep "only an admin" err &&
	crm undo -q $n && test_output rep crm user show bob -o role --no-header &&
	crm user set bob role=admin && n=$(batch) && crm --as bob user set ada role=rep &&
	test_exit 7 crm --as bob undo $n 2>err && grep "no admin any more" err &&
	test_output admin crm user show bob -o role --no-header &&
	crm --as bob undo -q && crm undo -q $n
'

test_expect_success 'managers and teams are trees' '
	crm team add West && crm team add Coast parent=West &&
	crm user set bob manager=ada team=Coast && test_exit 5 crm user set ada manager=bob &&
	test_output bob crm user list -w "team.parent=West" -o login --no-header &&
	test_output bob crm user list -w "manager=ada" -o login --no-header
'

test_done
