#!/bin/sh
test_description='addresses of servers: what is said of them, and what is not'
FILES_ONLY='no server is needed for it'
. "$(dirname "$0")/lib/setup.sh"

if test ! -e "$BUILD/modules/postgres.so"
then
	skip_all='there is no driver for PostgreSQL'
	test_done
fi

test_expect_success 'without the driver it says what to install' '
	mkdir empty && CRM_DB=postgresql://h/d CRM_MODULES=$PWD/empty \
		test_exit 1 crm contact list 2>err &&
	grep "^crm: this crm has no driver for PostgreSQL$" err &&
	grep "^hint: install libpq (Debian: libpq-dev)" err
'

test_expect_success 'a module that is none, or of another crm' '
	mkdir odd && echo "int x;" >odd.c &&
	${CC:-gcc} -shared -fPIC -o odd/postgres.so odd.c &&
	CRM_MODULES=$PWD/odd test_exit 1 crm --db postgres://h/d contact list 2>err &&
	grep "odd/postgres.so: it is no driver" err &&
	echo "const void *crm_driver_postgres(const void *h, unsigned abi)
		{ return abi == 0 ? h : 0; }" >odd.c &&
	${CC:-gcc} -shared -fPIC -o odd/postgres.so odd.c &&
	CRM_MODULES=$PWD/odd test_exit 1 crm --db postgres://h/d contact list 2>err &&
	grep "it was made for another crm" err && grep "^hint: .*install both" err &&
	echo "not a library" >odd/postgres.so &&
	CRM_MODULES=$PWD/odd test_exit 1 crm --db postgres://h/d contact list 2>err &&
	grep "cannot use .*odd/postgres.so: " err
'

test_expect_success 'files need neither the driver nor libpq' '
	crm init -q && CRM_MODULES=$PWD/empty crm contact list &&
	! readelf -d "$BUILD/crm" | grep libpq
'

test_expect_success 'nobody answers' '
	CRM_DB="postgresql://ada@localhost:1/sales" test_exit 1 crm contact list 2>err &&
	grep "^crm: cannot reach postgresql://ada@localhost:1/sales: " err &&
	CRM_DB="postgresql:///sales?host=$PWD" test_exit 1 crm contact list 2>err &&
	grep "^crm: cannot reach postgresql:///sales?host=" err &&
	CRM_DB="postgresql://localhost:1/sales" test_exit 1 crm init 2>err &&
	test ! -e postgresql: && ! ls -a | grep postgresql
'

# hidden COMMAND...: neither says "hunter2".
hidden() {
	"$@" >out 2>&1
	cat out
	! grep hunter2 out
}

test_expect_success 'a password is in no message' '
	for db in "postgresql://ada:hunter2@localhost:1/sales" \
		"postgres://ada:hun@hunter2@localhost:1/sales" \
		"postgresql://localhost:1/sales?user=ada&password=hunter2" \
		"postgresql://localhost:1/sales?password=hunter2&user=ada" \
		"postgresql://localhost:1/sales?sslpassword=hunter2" \
		"postgresql://localhost:1/sales?pass%77ord=hunter2" \
		"postgresql://localhost:1/sales?Password=hunter2" \
		"postgresql://ada:hunter2%zz@localhost:1/sales" \
		"postgresql://ada:hunter2@localhost:1/sales?nonsense=1" \
		"postgresql://ada:hunter2@[::1/sales" \
		"host=localhost port=1 user=ada password=hunter2" \
		"password = '\''a hunter2'\'' host=localhost port=1" \
		"host=localhost port=1 sslpassword=hunter2" \
		"host=localhost port=1 password=a hunter2" \
		"host=localhost port=1 password '\''hunter2'\''" \
		"host=localhost;port=1;password=hunter2" \
		"host='\''localhost port=1 password=hunter2" \
		"HOST=localhost PASSWORD=hunter2" "service=x password=hunter2" \
		"host=ada:hunter2@localhost port=1" "user=ada;password=hunter2 host=localhost port=1" \
		"host=localhost port=1 dbname=postgresql://ada:hunter2@localhost/sales"
	do
		CRM_DB=$db hidden crm -vv contact list &&
		CRM_DB=$db hidden crm init && CRM_DB=$db hidden crm || return 1
	done
'

test_expect_success 'nor may it be an argument' '
	db=postgresql://ada:hunter2@localhost:1/sales &&
	test_exit 2 crm --db $db contact list 2>err &&
	grep "^crm: there is a password in the address" err &&
	grep "^hint: .*pgpass" err && ! grep hunter2 err &&
	test_exit 2 crm -c core.db=$db contact list 2>err && ! grep hunter2 err &&
	test_exit 2 crm --db $db init &&
	for words in "host=db user=ada password=hunter2" "service=sales sslpassword=hunter2" \
		" password=hunter2"
	do
		test_exit 2 crm --db "$words" contact list 2>err &&
		grep "^crm: there is a password in the address" err && ! grep hunter2 err &&
		test_exit 2 crm -c "core.db=$words" contact list &&
		test_exit 2 crm config set "core.db=$words" || return 1
	done &&
	test_exit 1 crm --db "host=localhost port=1 passfile='\''$PWD/password'\''" contact list &&
	test_exit 2 crm config set core.db=$db 2>err && grep "^hint: .*pgpass" err && ! grep hunter2 err &&
	test ! -e .config/crm/config
'

test_expect_success 'in words, as of libpq, it is an address, too' '
	test_exit 1 crm --db "host=localhost port=1 dbname=sales" contact list 2>err &&
	grep "^crm: cannot reach host=localhost port=1 dbname=sales: " err &&
	test_exit 1 crm --db " port = 1 host = localhost" init && test_exit 1 crm --db service=none contact list 2>err &&
	grep "^crm: cannot reach service=none: .*none" err && grep "^hint: services are in" err &&
	printf "[core]\n\tdb = host=localhost port=1\n" >words.conf &&
	CRM_DB= CRM_CONFIG=words.conf test_exit 1 crm contact list 2>err && grep "cannot reach host=localhost" err &&
	test_exit 2 crm --db "host=h nonsense=1" contact list 2>err && grep "^hint: .*nonsense" err &&
	test_exit 2 crm --db "host=h b" contact list 2>err && grep "^hint: missing .=. after .b." err &&
	! ls -a | grep "="
'

test_expect_success 'a file that has such a name' '
	for name in a=b.db hosts=1.db ./host=1.db user.=db "not host=1"
	do
		crm --db "$name" init -q && test -f "$name" && crm --db "$name" contact count || return 1
	done
'

test_expect_success 'what the configuration says of it is without the password' '
	db=postgresql://ada:hunter2@localhost:1/sales shown="postgresql://ada:***@localhost:1/sales" &&
	printf "[core]\n\tdb = %s\n" $db >mine.conf &&
	for what in "CRM_DB=$db" "CRM_DB= CRM_CONFIG=mine.conf"
	do
		test_output "$shown" env $what crm config get core.db &&
		test_output "core.db,$shown" env $what crm config get core.db --csv --no-header &&
		env $what crm config list --show-origin >out; grep -F "core.db,$shown," out &&
		! grep hunter2 out && (export $what && hidden crm contact list) || return 1
	done &&
	test_output "core.db,$shown" crm config list --file mine.conf --csv --no-header
'

test_expect_success 'of many servers in one, none is tried' '
	many=$(seq -s , 33) &&
	test_exit 2 crm --db "postgresql:///x?host=$(echo $many | sed "s/[0-9]*/\/none/g")" \
		contact list 2>err &&
	grep "^crm: 33 servers in one address" err && grep "^hint: name at most 32" err
'

test_expect_success 'an address that can not be read' '
	test_exit 2 crm --db "postgresql://[::1/x" contact list 2>err &&
	grep "is no address of a database" err &&
	test_exit 2 crm --db "postgresql://h/x?nonsense=1" contact list 2>err &&
	grep "^hint: .*nonsense" err
'

# A server that has no TLS, or one that says it has.
cat >answers.pl <<\EOF2
use IO::Socket::INET;
my $s = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 5) or die;
open my $f, '>', 'port.new' or die;
print $f $s->sockport;
close $f;
rename 'port.new', 'port';
while (my $c = $s->accept) {
	sysread $c, my $request, 8;
	syswrite $c, $ARGV[0];
}
EOF2

answering() {
	rm -f port
	perl answers.pl "$1" &
	answers=$!
	for i in $(seq 50)
	do
		test -e port && break
		sleep 0.1
	done
	test -e port
}

# 0.0.0.0 is this machine, too, but not by its name.
test_expect_success 'another machine must show who it is' '
	answering N && db=postgresql://0.0.0.0:$(cat port)/sales &&
	test_exit 1 crm --db "$db" contact list 2>err &&
	grep "does not support SSL, but SSL was required" err &&
	grep "^hint: .*certificate.*sslmode" err &&
	test_exit 1 crm --db "$db?sslmode=disable" contact list 2>err && ! grep SSL err &&
	PGSSLMODE=prefer test_exit 1 crm --db "$db" contact list 2>err && ! grep "SSL was" err &&
	words="host=0.0.0.0 port=$(cat port) dbname=sales" &&
	test_exit 1 crm --db "$words" contact list 2>err && grep "does not support SSL, but SSL was" err &&
	test_exit 1 crm --db "$words sslmode=disable" contact list 2>err && ! grep SSL err &&
	test_exit 1 crm --db "host=localhost,0.0.0.0 port=1,$(cat port)" contact list 2>err &&
	grep "SSL was required" err &&
	printf "[mine]\nsslmode=disable\n" >services &&
	PGSERVICEFILE=$PWD/services test_exit 1 crm --db "$db?service=mine" contact list 2>err &&
	! grep SSL err &&
	printf "[far]\nhost=0.0.0.0\nport=$(cat port)\n" >services &&
	PGSERVICEFILE=$PWD/services test_exit 1 crm --db service=far contact list 2>err &&
	grep "SSL was required" err &&
	test_exit 1 crm --db "postgresql://localhost,0.0.0.0:1,$(cat port)/x" contact list 2>err
	rc=$?
	kill $answers
	test $rc = 0
'

test_expect_success 'and by a certificate that somebody vouches for' '
	answering S && test_exit 1 crm --db "postgresql://0.0.0.0:$(cat port)/sales" \
		contact list 2>err &&
	grep "root certificate file" err
	rc=$?
	kill $answers
	test $rc = 0
'

test_done
