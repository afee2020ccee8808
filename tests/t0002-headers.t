#!/bin/sh
test_description='every public header compiles alone, and so does its example'
. "$(dirname "$0")/lib/setup.sh"

compile() {
	${CC:-gcc} -std=gnu11 -I"$TOP/include" -fsyntax-only -Wall -Wextra \
	    -Wstrict-prototypes -Werror -Wno-unused-function "$1"
}

# The last block of the head comment that is indented by a tab.
example() {
	awk '
		NR == 1 && !/^\/\*/ { exit }
		/\*\// { exit }
		/^ \*\t/ { code = code substr($0, 4) "\n"; next }
		/^ \*$/ { code = code "\n"; next }
		{ code = "" }
		END { if (code ~ /[^\n]/) printf "%s", code }
	' "$1"
}

for header in "$TOP"/include/crm/*.h; do
	name=${header##*/}
	printf '#include "crm/%s"\n' "$name" >alone.c
	cp alone.c example.c
	example "$header" >lines.c
	cat lines.c >>example.c

	test_expect_success "crm/$name compiles alone" '
		compile alone.c
	'
	test_expect_success "crm/$name has an example that compiles" '
		test -s lines.c &&
		compile example.c
	'
	test_expect_success "crm/$name is guarded against a second inclusion" '
		guard=CRM_$(basename "$name" .h | tr a-z A-Z)_H &&
		grep "^#ifndef $guard\$" "$header"
	'
done

test_done
