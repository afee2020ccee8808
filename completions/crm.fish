# Completion of crm for fish: all that is offered comes from "crm complete".

function __crm_complete
    set -l words (commandline -opc)
    set -l token (commandline -ct)
    set -l typed (string unescape -- "$token"; or string unescape -- "$token'"; or string unescape -- "$token\"")
    set -l crm $words[1]
    set -e words[1]
    set -l found ($crm complete -- $words "$typed" 2>/dev/null)
    if test "$found" != :file
        test -n "$found"; and printf '%s\n' $found
        return
    end
    set -l option (string match -r -- '^--[^=]*=' "$typed")
    for path in (__fish_complete_path (string replace -r -- '^--[^=]*=' '' "$typed"))
        printf '%s%s\n' "$option" $path
    end
end

complete -c crm -f -k -a '(__crm_complete)'
