# The engines that the parts with many writers are tried on.
use strict;
use warnings;
use File::Temp 'tempdir';

our ($build, $crm, $dir, $here, $outside, $owner);
my $server;
my %engine = map { $_ => 1 } split /,/, $ENV{TORTURE_ENGINES} ||
    'files,postgresql';

# Runs WORK(suffix of the promise, whether it is a server) with CRM_DB set to
# a fresh database of each engine.
sub on_engines {
	my ($work) = @_;

	mkdir "$dir/files";
	if ($engine{files}) {
		local $ENV{CRM_DB} = "$dir/files/crm.db";

		unlink glob "$dir/files/*";
		must("$dir/files", $crm, 'init');
		$work->('', 0);
	}
	return if !$engine{postgresql};
	my $why = start_server();

	return skip('the same on PostgreSQL', $why) if $why;
	local $ENV{CRM_DB} = "postgresql://crm@/torture?host=$server";
	psql('DROP DATABASE IF EXISTS torture WITH (FORCE)', 'postgres');
	psql('CREATE DATABASE torture', 'postgres');
	must("$dir/files", $crm, 'init');
	$work->(' (PostgreSQL)', 1);
	return;
}

sub psql {
	my ($sql, $database) = @_;
	my $status = run_in("$dir/files", { PGUSER => 'crm',
	    PGHOST => $server }, 'psql', '-qXAtc', $sql, '-d', $database ||
	    'torture');

	return $status ? undef : contents("$dir/files.out");
}

# Once for all parts: why there is none, or nothing.
sub start_server {
	return if $server;
	return 'there is no modules/postgres.so: install libpq-dev'
	    if !-e "$build/modules/postgres.so";
	my $folder = tempdir('crm-torture-XXXXXX', DIR => $outside);

	$server = $folder if !system "$here/../lib/server", 'start', $folder;
	return $server ? undef : 'no server could be started';
}

END {
	my $status = $?;

	system "$here/../lib/server", 'stop', $server
	    if $server && $owner == $$;
	$? = $status;
}

1;
