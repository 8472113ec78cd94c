import type { MultipartFile } from '@fastify/multipart';
import type { HelingRequest } from './handle';
import { refuse } from './problem';

/** Reads the one file and the text fields of a multipart request; refuses a larger file than `maxBytes`. */
export async function readUpload(request: HelingRequest, maxBytes: number) {
  const form = request as HelingRequest & {
    isMultipart(): boolean;
    parts(
      options: object,
    ): AsyncIterable<MultipartFile | { type: 'field'; fieldname: string; value: unknown }>;
  };
  if (!form.isMultipart()) throw refuse(415, 'platform.multipart_needed', '请以文件上传的方式提交。');
  let file: Uint8Array | undefined;
  let fileName = '';
  const fields: Record<string, string> = {};
  try {
    for await (const part of form.parts({ limits: { fileSize: maxBytes, files: 1, fields: 20 } })) {
      if (part.type === 'file') {
        file = await part.toBuffer();
        fileName = part.filename ?? '';
      } else fields[part.fieldname] = String(part.value).slice(0, 4000);
    }
  } catch {
    const size =
      maxBytes >= 1 << 20 ? `${Math.floor(maxBytes / (1 << 20))} MB` : `${Math.floor(maxBytes / 1024)} KB`;
    throw refuse(413, 'platform.file_refused', `文件无法读取或超过 ${size}，请换一个文件。`);
  }
  if (!file) throw refuse(400, 'platform.file_missing', '没有收到文件，请选择文件后重新提交。');
  return { file, fileName, fields };
}
