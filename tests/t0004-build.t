#!/bin/sh
test_description='what is built, installed and packed'
. "$(dirname "$0")/lib/setup.sh"

# With the variables of the make that runs the tests, or all would be built
# anew while others use it.
run_make() {
	eval "make -s --no-print-directory -C \"\$TOP\" $MAKE_VARIABLES \"\$@\""
}

test_expect_success 'a second make has nothing to do' '
	run_make all >again 2>&1 &&
	test_must_be_empty again
'

test_expect_success 'the program needs no library but those of the system' '
	readelf -d "$BUILD/crm" >dynamic &&
	for lib in sqlite3 csv jansson utf8proc md
	do
		test -e "$(${CC:-gcc} -print-file-name=lib$lib.a)" || continue
		! grep "NEEDED.*lib$lib\\." dynamic || return 1
	done
'

test_expect_success 'the program is hardened' '
	grep -E "FLAGS_1.*NOW" dynamic &&
	grep -E "FLAGS_1.*PIE" dynamic &&
	readelf -lW "$BUILD/crm" | grep GNU_RELRO
'

test_expect_success 'libcrm.so has its soname and exports only crm_ names' '
	readelf -d "$BUILD/libcrm.so" | grep "soname: .libcrm\.so\.0." &&
	nm -D --defined-only "$BUILD/libcrm.so" >symbols &&
	grep " T crm_fail" symbols &&
	! grep -v " crm_" symbols
'

test_expect_success 'without libpq all but the driver for servers is built' '
	run_make -n all PQ_HEADER= BUILD=/none/nopq >plan &&
	grep "nopq/crm" plan && grep "nopq/libcrm.so" plan &&
	! grep -e -lpq -e modules/postgres.so -e obj/src/db/postgres plan &&
	run_make -n all PQ_HEADER=/usr/include/libpq-fe.h BUILD=/none/pq >plan &&
	grep modules/postgres.so plan && grep -e -lpq plan
'

test_expect_success 'install puts everything in its place' '
	run_make install PREFIX=/usr DESTDIR="$PWD/root" >/dev/null &&
	test -x root/usr/bin/crm &&
	test -e root/usr/lib/libcrm.so &&
	test -e root/usr/lib/libcrm.a &&
	test -e root/usr/include/crm/error.h &&
	test -e root/usr/share/bash-completion/completions/crm &&
	test -e root/usr/share/zsh/site-functions/_crm &&
	test -e root/usr/share/fish/vendor_completions.d/crm.fish &&
	for page in "$TOP"/man/*.[1-9]
	do
		name=${page##*/} &&
		test -e "root/usr/share/man/man${name##*.}/$name" || return 1
	done
'

cat >user.c <<\EOF
#include <stdio.h>
#include "crm/error.h"
int
main(void)
{
	puts(crm_code_name(CRM_EBUSY));
	return 0;
}
EOF

test_expect_success 'a program builds against what was installed' '
	PKG_CONFIG_PATH=root/usr/lib/pkgconfig &&
	export PKG_CONFIG_PATH &&
	test_output /usr/include pkg-config --variable=includedir crm &&
	${CC:-gcc} -o user user.c -Iroot/usr/include -Lroot/usr/lib \
	    $(pkg-config --cflags --libs crm) &&
	LD_LIBRARY_PATH=root/usr/lib test_output busy ./user &&
	readelf -d user | grep "NEEDED.*libcrm\.so\.0"
'

test_expect_success 'uninstall removes exactly that' '
	run_make uninstall PREFIX=/usr DESTDIR="$PWD/root" >/dev/null &&
	find root ! -type d >left &&
	test_must_be_empty left
'

# crm.pc is again that of the build.
run_make all

test_done
