#!/bin/sh
test_description='the manual says what the program has: pages, options, fields'
. "$(dirname "$0")/lib/setup.sh"

manual=$TESTS/lib/manual-options

test_expect_success 'a demo database' '
	crm -q init --demo
'
test_expect_success 'each noun and command has a page' '
	"$manual" "$TOP/man" pages
'
test_expect_success 'what a page refers to is there' '
	"$manual" "$TOP/man" links
'
test_expect_success 'every option is explained, and none is made up' '
	"$manual" "$TOP/man" options
'
test_expect_success 'the fields are those of the program' '
	"$manual" "$TOP/man" fields
'

# Pages that are wrong in one place each.
spoil() {
	rm -rf man && cp -r "$TOP/man" man && sed -i "$2" "man/$1" &&
	! cmp "man/$1" "$TOP/man/$1"
}

test_expect_success 'an option that is not explained is found' '
	spoil crm-import.1 "/^.It Fl -decimal/d" &&
	test_must_fail "$manual" man options >out &&
	grep "decimal of .* import is not explained" out
'
test_expect_success 'an option that is not there is found' '
	spoil crm-opp.1 "s/^.It Fl -on/.It Fl -when/" &&
	test_must_fail "$manual" man options >out &&
	grep "crm-opp.1: there is no option --when" out &&
	grep "crm-opp.1: --on of opp .* is not explained" out
'
test_expect_success 'a field that is not there is found, and one that misses' '
	spoil crm-contact.1 "s/^.It Va mobile/.It Va cell/" &&
	test_must_fail "$manual" man fields >out && grep " cell " out &&
	spoil crm-opp.1 "s/^One of new, renewal/One of renewal/" &&
	test_must_fail "$manual" man fields >out && grep "^opp.type" out
'
test_expect_success 'a page that misses is found, and a link to it' '
	spoil crm.1 "s/Xr crm-undo 1/Xr crm-redo 1/" && rm man/crm-undo.1 &&
	test_must_fail "$manual" man pages >out && grep "crm-undo" out &&
	test_must_fail "$manual" man links >out && grep "crm-redo" out
'

# The pages lie beside the program, as in the build and when installed.
test_expect_success 'crm help opens every page' '
	rm -rf man && ln -s "$TOP/man" man && mkdir bin &&
	cp "$BUILD/crm" bin/crm &&
	for page in "$TOP"/man/crm-*.[157]; do
		topic=${page##*/crm-} &&
		bin/crm help "${topic%.?}" >out && test -s out || return 1
	done &&
	test_exit 3 bin/crm help nothing
'

test_done
