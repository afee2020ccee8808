# What the parts of tests/torture/run share.
use strict;
use warnings;
use File::Copy 'copy';

our ($crm, $dir, $jobs, $owner);

sub contents {
	my ($file) = @_;

	open my $f, '<:raw', $file or return;
	local $/;
	return <$f> // '';
}

sub write_file {
	my ($file, $text) = @_;

	open my $f, '>:raw', $file or die "$file: $!\n";
	print $f $text;
	close $f or die "$file: $!\n";
}

# Runs it in FOLDER, its output in the files out and err beside it: the wait
# status.  A run of a minute is ended by SIGALRM.
sub run_in {
	my ($folder, $env, @command) = @_;
	my $pid = fork // die "fork: $!\n";

	if (!$pid) {
		chdir $folder or POSIX::_exit(126);
		open STDIN, '<', '/dev/null';
		open STDOUT, '>', $env->{STDOUT} || "$folder.out";
		open STDERR, '>', "$folder.err";
		$ENV{$_} = $env->{$_} for keys %$env;
		alarm 60;
		exec { $command[0] } @command or POSIX::_exit(127);
	}
	waitpid $pid, 0;
	return $?;
}

# It must succeed: its output.
sub must {
	my ($folder, @command) = @_;
	my $status = run_in($folder, {}, @command);

	die "@command: status $status: " . contents("$folder.err") if $status;
	return contents("$folder.out");
}

# How it ended, for people.
sub ended {
	my ($status) = @_;

	return $status & 127 ? 'signal ' . ($status & 127)
	    : 'exit ' . ($status >> 8);
}

# The work (w, 0), (w, 1), ... of N processes at once, each with its own
# folder; what a process returns is a list of lines, which are all returned.
sub at_once {
	my ($n, $work) = @_;
	my (@pids, @lines);

	for my $w (0 .. $n - 1) {
		my $pid = fork // die "fork: $!\n";

		if (!$pid) {
			my @said = eval { $work->($w, "$dir/w$w") };

			push @said, "died: $@" if $@;
			write_file("$dir/said.$w", join "\0", @said);
			POSIX::_exit(0);
		}
		push @pids, $pid;
	}
	for my $w (0 .. $n - 1) {
		waitpid $pids[$w], 0;
		my $said = contents("$dir/said.$w");

		push @lines, defined $said ? split /\0/, $said
		    : "died: worker $w";
		unlink "$dir/said.$w";
	}
	return @lines;
}

# A folder with the files of another, and no others.
sub refill {
	my ($folder, $from) = @_;

	mkdir $folder;
	unlink glob "$folder/*";
	for (glob "$from/*") {
		my $to = "$folder/" . s,.*/,,r;

		copy($_, $to) && chmod 0600, $to or die "$_: $!\n";
	}
}

# What sqlite3 says of the database: damage, and a hash of all its tables.
sub look {
	my ($folder) = @_;
	my $status = run_in($folder, {}, 'sqlite3', 'crm.db', '-cmd',
	    '.dbconfig no_ckpt_on_close on', 'PRAGMA integrity_check;
	    PRAGMA foreign_key_check', '.sha3sum');
	my @said = split /\n/, contents("$folder.out");
	my $hash = pop @said // 'none';

	return ($hash, $status ? (contents("$folder.err")) : (),
	    grep { $_ ne 'ok' && !/^ *no_ckpt_on_close/ } @said);
}

1;
