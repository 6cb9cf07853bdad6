"""Files that hold other files or several pages: WACZ and ZIP, TAR, mails, files of data."""
