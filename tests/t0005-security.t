#!/bin/sh
test_description='every test that SECURITY.md names is there'
. "$(dirname "$0")/lib/setup.sh"

test_expect_success 'tests by their titles' '
	perl -ne "while (/(t\d{4}) (?:\x27([^\x27]+)\x27)/g) { print qq(\$1\t\$2\n) }" \
		"$TOP/SECURITY.md" >named && test "$(wc -l <named)" -gt 30 &&
	while IFS="	" read -r number title
	do
		grep -F -- " '\''$title'\''" "$TESTS/$number"-*.t >/dev/null ||
		{ echo "no test: $number $title"; return 1; }
	done <named
'

test_expect_success 'targets and tools' '
	grep -o "fuzz_[a-z_]*" "$TOP/SECURITY.md" | sort -u >targets && test -s targets &&
	while read -r name
	do
		test -f "$TESTS/fuzz/$name.c" && test -d "$TESTS/fuzz/corpus/${name#fuzz_}" ||
		{ echo "no target: $name"; return 1; }
	done <targets &&
	grep -o "tests/torture/[a-z]*" "$TOP/SECURITY.md" | sort -u | while read -r tool
	do
		test -x "$TOP/$tool" || { echo "no tool: $tool"; return 1; }
	done
'

test_expect_success 'every target has a corpus' '
	for file in "$TESTS"/fuzz/fuzz_*.c
	do
		name=${file##*/fuzz_} && test "$(ls "$TESTS/fuzz/corpus/${name%.c}" | wc -l)" -gt 3 ||
		{ echo "no corpus: $name"; return 1; }
	done
'

test_done
