/* kstat.h -- what SYS_fstat and SYS_fstatat fill: the shape of struct stat, times in 64 bits. */
struct kstat {
	dev_t st_dev;
	ino_t st_ino;
	mode_t st_mode;
	nlink_t st_nlink;
	uid_t st_uid;
	gid_t st_gid;
	dev_t st_rdev;
	off_t st_size;
	blksize_t st_blksize;
	blkcnt_t st_blocks;
	long long st_atime_sec, st_mtime_sec, st_ctime_sec;
	long st_atime_nsec, st_mtime_nsec, st_ctime_nsec;
};
