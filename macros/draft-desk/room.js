/** How much room the browser has, as a sentence; "" where it does not say (on plain http it does not). */
export async function roomLeft() {
  try {
    const manager = navigator.storage;
    if (!manager || !manager.estimate) return "";
    const { usage = 0, quota = 0 } = await manager.estimate();
    const kept = manager.persisted && (await manager.persisted());
    const warning = kept ? "" : "空間不足時，瀏覽器可能自行清掉很久不用的內容；重要的請匯出備份。";
    return `瀏覽器的儲存空間：已用 ${megabytes(usage)} MB，可用 ${megabytes(quota)} MB。${warning}`;
  } catch (error) {
    return "";
  }
}

/** @param {number} bytes */
const megabytes = (bytes) => (bytes / 1048576).toFixed(bytes < 10485760 ? 1 : 0);
