# The development site as "ReelRunner up" renders it, for checks and benchmarks; sourced.
# shellcheck shell=bash

# prepare_nginx HOME WEB LISTEN: writes HOME/nginx/nginx.conf and sets the array `nginx` to the command that runs it.
prepare_nginx() {
    local home=$1 web=$2 listen=$3 hosts=${REEL_HOSTS:-} scope=${REEL_CACHE_SCOPE:-private} user='' text
    # The sockets are for their owner and its group, so the workers must be the one who starts all this.
    [ "$(id -u)" -ne 0 ] || user="user $(id -un) $(id -gn);"
    mkdir -p "$home/nginx"
    ln -sfn "$ROOT/nginx" "$home/nginx/reel"
    text=$(<"$ROOT/nginx/dev.conf.in")
    text=${text//@USER@/"$user"}
    # Each entry becomes a server_name; what is no name is refused in words by the processes that read the setting.
    [[ $hosts =~ ^[A-Za-z0-9.*_,\ -]*$ ]] ||
        die "REEL_HOSTS is \"$hosts\", but it should be a list of host names such as reels.example.org,*.example.org."
    [[ $scope =~ ^(private|public)$ ]] || die "REEL_CACHE_SCOPE is \"$scope\", but it should be private or public."
    text=${text//@CACHE_SCOPE@/"$scope"}
    text=${text//@LISTEN@/"$listen"}
    text=${text//@HOSTS@/"${hosts//,/ }"}
    text=${text//@REEL_WEB@/"$web"}
    printf '%s\n' "${text//@REEL_HOME@/"$home"}" >"$home/nginx/nginx.conf"
    # Without -e nginx would try to write below /var/log before it has read its configuration.
    nginx=(nginx -e stderr -p "$home/nginx" -c "$home/nginx/nginx.conf")
}
